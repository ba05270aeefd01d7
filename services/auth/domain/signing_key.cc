#include "services/auth/domain/signing_key.h"

#include <openssl/evp.h>

#include "libs/base/ids.h"
#include "libs/base/status.h"

namespace nexus::auth {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

const unsigned char* Unsigned(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Unsigned(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

SigningKey SigningKey::Generate(std::string id) {
  return FromPrivateKey(std::move(id), RandomBytes(kKeyBytes));
}

SigningKey SigningKey::FromPrivateKey(std::string id, const std::string& private_key) {
  NEXUS_CHECK(private_key.size() == kKeyBytes);
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Unsigned(private_key), kKeyBytes),
          &EVP_PKEY_free);
  NEXUS_CHECK(key != nullptr);
  return SigningKey(std::move(id), std::move(key));
}

std::string SigningKey::public_key() const {
  std::string bytes(kKeyBytes, '\0');
  std::size_t size = bytes.size();
  NEXUS_CHECK(EVP_PKEY_get_raw_public_key(key_.get(), Unsigned(bytes), &size) == 1);
  return bytes;
}

std::string SigningKey::private_key() const {
  std::string bytes(kKeyBytes, '\0');
  std::size_t size = bytes.size();
  NEXUS_CHECK(EVP_PKEY_get_raw_private_key(key_.get(), Unsigned(bytes), &size) == 1);
  return bytes;
}

std::string SigningKey::Sign(const std::string& message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  NEXUS_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  NEXUS_CHECK(EVP_DigestSign(context.get(), Unsigned(signature), &size, Unsigned(message),
                             message.size()) == 1);
  return signature;
}

}  // namespace nexus::auth

#include "libs/base/sealer.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <sys/stat.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include <fmt/format.h>
#include <openssl/evp.h>

#include "libs/base/ids.h"
#include "libs/base/status.h"

namespace nexus {
namespace {

// Stored form: version byte | iv | ciphertext | tag.
constexpr char kVersion = 1;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kIvBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct CipherDeleter {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, CipherDeleter>;

const unsigned char* In(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* Out(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

absl::Status CannotOpen() {
  return Internal("a sealed secret does not open: another key, or it was changed");
}

}  // namespace

absl::StatusOr<Sealer> Sealer::FromFile(const std::string& path) {
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) return Internal(fmt::format("no key file {}", path));
  if ((info.st_mode & 0077) != 0) {
    return Internal(fmt::format("key file {} may be read by others: its mode must be 600", path));
  }
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  std::string hex = content.str();
  absl::StripAsciiWhitespace(&hex);
  if (hex.size() != 2 * kKeyBytes ||
      hex.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    return Internal(fmt::format("key file {} is not 32 bytes in hex", path));
  }
  return Sealer(absl::HexStringToBytes(hex));
}

std::string Sealer::Seal(std::string_view secret, std::string_view context) const {
  const std::string iv = RandomBytes(kIvBytes);
  std::string sealed(secret.size(), '\0');
  std::string tag(kTagBytes, '\0');
  int length = 0;
  const Cipher cipher(EVP_CIPHER_CTX_new());
  NEXUS_CHECK(EVP_EncryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), In(key_), In(iv), nullptr) == 1);
  NEXUS_CHECK(EVP_EncryptUpdate(cipher.get(), nullptr, &length, In(context),
                                static_cast<int>(context.size())) == 1);
  NEXUS_CHECK(EVP_EncryptUpdate(cipher.get(), Out(sealed), &length, In(secret),
                                static_cast<int>(secret.size())) == 1);
  NEXUS_CHECK(EVP_EncryptFinal_ex(cipher.get(), Out(tag), &length) == 1);
  NEXUS_CHECK(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) == 1);
  return std::string(1, kVersion) + iv + sealed + tag;
}

absl::StatusOr<std::string> Sealer::Open(std::string_view sealed, std::string_view context) const {
  if (sealed.size() < 1 + kIvBytes + kTagBytes || sealed[0] != kVersion) return CannotOpen();
  const std::string_view iv = sealed.substr(1, kIvBytes);
  const std::string_view body =
      sealed.substr(1 + kIvBytes, sealed.size() - 1 - kIvBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string secret(body.size(), '\0');
  std::string rest(kTagBytes, '\0');
  int length = 0;
  const Cipher cipher(EVP_CIPHER_CTX_new());
  NEXUS_CHECK(EVP_DecryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), In(key_), In(iv), nullptr) == 1);
  const bool opened =
      EVP_DecryptUpdate(cipher.get(), nullptr, &length, In(context),
                        static_cast<int>(context.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), Out(secret), &length, In(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), Out(rest), &length) == 1;
  if (!opened) return CannotOpen();
  return secret;
}

}  // namespace nexus

#include "simulator/certificate.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <sys/stat.h>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace nexus::simulator {
namespace {

struct Deleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};

template <typename T>
using Owned = std::unique_ptr<T, Deleter>;

constexpr long kLifetime = 10L * 365 * 86'400;

void AddExtension(X509& certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  X509_add_ext(&certificate, extension.get(), -1);
}

Owned<X509> Sign(EVP_PKEY& key) {
  Owned<X509> certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  std::uint64_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial));
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kLifetime);
  X509_set_pubkey(certificate.get(), &key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const auto add = [name](const char* field, const char* value) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(value), -1, -1, 0);
  };
  add("O", "Proxmox VE simulator");
  add("CN", "pve1");
  X509_set_issuer_name(certificate.get(), name);
  AddExtension(*certificate, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(*certificate, NID_subject_alt_name,
               "DNS:localhost,DNS:pve1,DNS:pve2,DNS:pve3,IP:127.0.0.1,IP:::1");
  X509_sign(certificate.get(), &key, EVP_sha256());
  return certificate;
}

absl::Status CannotWrite(const std::string& file) {
  return absl::PermissionDeniedError(fmt::format("cannot write {}", file));
}

}  // namespace

absl::Status MakeCertificate(const std::string& certificate_file,
                             const std::string& private_key_file) {
  if (std::filesystem::exists(certificate_file) && std::filesystem::exists(private_key_file)) {
    return absl::OkStatus();
  }
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const Owned<X509> certificate = Sign(*key);
  const Owned<std::FILE> key_file(std::fopen(private_key_file.c_str(), "w"));
  if (key_file == nullptr) return CannotWrite(private_key_file);
  chmod(private_key_file.c_str(), S_IRUSR | S_IWUSR);
  PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  const Owned<std::FILE> file(std::fopen(certificate_file.c_str(), "w"));
  if (file == nullptr) return CannotWrite(certificate_file);
  PEM_write_X509(file.get(), certificate.get());
  return absl::OkStatus();
}

absl::StatusOr<std::string> Fingerprint(const std::string& certificate_file) {
  const Owned<std::FILE> file(std::fopen(certificate_file.c_str(), "r"));
  const Owned<X509> certificate(
      file == nullptr ? nullptr : PEM_read_X509(file.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) {
    return absl::NotFoundError(fmt::format("{} holds no certificate", certificate_file));
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest, &size);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) text += fmt::format("{}{:02X}", i ? ":" : "", digest[i]);
  return text;
}

}  // namespace nexus::simulator

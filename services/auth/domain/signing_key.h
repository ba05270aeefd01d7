#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"

struct evp_pkey_st;

namespace nexus::auth {

// A key pair as it rests in the database.
struct StoredSigningKey {
  std::string id;

  // 32 bytes, raw Ed25519.
  std::string public_key;

  // Sealed under the installation's key, with the id as context.
  std::string sealed_private_key;

  absl::Time create_time;
};

// An Ed25519 key pair that signs assertions. Immutable; Sign is thread-safe.
class SigningKey {
 public:
  static SigningKey Generate(std::string id);

  // `private_key` is the raw 32 bytes.
  static SigningKey FromPrivateKey(std::string id, const std::string& private_key);

  const std::string& id() const { return id_; }
  std::string public_key() const;
  std::string private_key() const;

  // 64 bytes.
  std::string Sign(const std::string& message) const;

 private:
  using Key = std::shared_ptr<evp_pkey_st>;

  SigningKey(std::string id, Key key) : id_(std::move(id)), key_(std::move(key)) {}

  std::string id_;
  Key key_;
};

}  // namespace nexus::auth

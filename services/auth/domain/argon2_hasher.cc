#include "services/auth/domain/argon2_hasher.h"

#include <cstdio>

#include <argon2.h>

#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "services/auth/domain/errors.h"

namespace nexus::auth {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;

}  // namespace

Argon2Hasher::Argon2Hasher(const Argon2Policy& policy)
    : policy_(policy),
      vain_hash_(HashNow(RandomBytes(kHashBytes))),
      threads_(policy.threads, policy.queue) {}

absl::StatusOr<std::string> Argon2Hasher::Hash(const std::string& password) {
  std::string hash;
  if (!threads_.Run([&] { hash = HashNow(password); })) return HashingOverloaded();
  return hash;
}

absl::StatusOr<PasswordCheck> Argon2Hasher::Check(const std::string& password,
                                                  const std::string& hash) {
  PasswordCheck check{.outdated = IsOutdated(hash)};
  const auto verify = [&] {
    check.matches = argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
  };
  if (!threads_.Run(verify)) return HashingOverloaded();
  return check;
}

absl::Status Argon2Hasher::CheckInVain(const std::string& password) {
  return Check(password, vain_hash_).status();
}

std::string Argon2Hasher::HashNow(const std::string& password) const {
  const std::string salt = RandomBytes(kSaltBytes);
  std::string encoded(argon2_encodedlen(policy_.passes, policy_.memory_kib, policy_.lanes,
                                        kSaltBytes, kHashBytes, Argon2_id),
                      '\0');
  const int result = argon2id_hash_encoded(policy_.passes, policy_.memory_kib, policy_.lanes,
                                           password.data(), password.size(), salt.data(),
                                           salt.size(), kHashBytes, encoded.data(), encoded.size());
  NEXUS_CHECK(result == ARGON2_OK);
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool Argon2Hasher::IsOutdated(const std::string& hash) const {
  unsigned memory_kib = 0;
  unsigned passes = 0;
  unsigned lanes = 0;
  const int read =
      std::sscanf(hash.c_str(), "$argon2id$v=19$m=%u,t=%u,p=%u$", &memory_kib, &passes, &lanes);
  return read != 3 || memory_kib < policy_.memory_kib || passes < policy_.passes ||
         lanes < policy_.lanes;
}

}  // namespace nexus::auth

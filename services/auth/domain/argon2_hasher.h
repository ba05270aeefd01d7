#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "services/auth/domain/background_threads.h"
#include "services/auth/domain/password_hasher.h"

namespace nexus::auth {

// What a password hash costs: OWASP's advice, 38 ms and 19 MiB.
struct Argon2Policy {
  std::uint32_t memory_kib = 19456;
  std::uint32_t passes = 2;
  std::uint32_t lanes = 1;

  // At once: half the cores, so that calls of others never wait for log-ins.
  int threads = 1;

  // Waiting at most, then OVERLOADED.
  int queue = 64;
};

// Argon2id, encoded as `$argon2id$v=19$m=19456,t=2,p=1$…`.
class Argon2Hasher : public PasswordHasher {
 public:
  explicit Argon2Hasher(const Argon2Policy& policy);

  absl::StatusOr<std::string> Hash(const std::string& password) override;
  absl::StatusOr<PasswordCheck> Check(const std::string& password,
                                      const std::string& hash) override;
  absl::Status CheckInVain(const std::string& password) override;

 private:
  std::string HashNow(const std::string& password) const;
  bool IsOutdated(const std::string& hash) const;

  const Argon2Policy policy_;

  // Of a password that nobody knows.
  const std::string vain_hash_;

  BackgroundThreads threads_;
};

}  // namespace nexus::auth

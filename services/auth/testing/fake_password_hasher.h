#pragma once

#include <atomic>
#include <string>

#include "libs/base/status.h"
#include "services/auth/domain/errors.h"
#include "services/auth/domain/password_hasher.h"

namespace nexus::auth {

// Hashes at once, by writing the policy before the password. Hash and Check are thread-safe.
class FakePasswordHasher : public PasswordHasher {
 public:
  // Hashes made before are outdated from now on.
  void TightenPolicy() { ++policy_; }

  void set_overloaded(bool overloaded) { overloaded_ = overloaded; }

  // How often a password was hashed or compared: what a call cost.
  int work() const { return work_; }

  absl::StatusOr<std::string> Hash(const std::string& password) override {
    NEXUS_RETURN_IF_ERROR(Work());
    return std::to_string(policy_) + "$" + password;
  }

  absl::StatusOr<PasswordCheck> Check(const std::string& password,
                                      const std::string& hash) override {
    NEXUS_RETURN_IF_ERROR(Work());
    const auto dollar = hash.find('$');
    return PasswordCheck{.matches = hash.substr(dollar + 1) == password,
                         .outdated = hash.substr(0, dollar) != std::to_string(policy_)};
  }

  absl::Status CheckInVain(const std::string&) override { return Work(); }

 private:
  absl::Status Work() {
    if (overloaded_) return HashingOverloaded();
    ++work_;
    return absl::OkStatus();
  }

  int policy_ = 1;
  bool overloaded_ = false;
  std::atomic<int> work_ = 0;
};

}  // namespace nexus::auth

#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace nexus::auth {

// How a password compared with a stored hash.
struct PasswordCheck {
  bool matches = false;

  // The hash was made with less than today's policy asks for.
  bool outdated = false;
};

// Hashes passwords, slowly on purpose. Thread-safe; a call blocks until it is
// done. UNAVAILABLE `OVERLOADED` when too many wait already.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;

  virtual absl::StatusOr<std::string> Hash(const std::string& password) = 0;
  virtual absl::StatusOr<PasswordCheck> Check(const std::string& password,
                                              const std::string& hash) = 0;

  // Takes as long as Check against a hash of today's policy and never matches:
  // for addresses that no user has.
  virtual absl::Status CheckInVain(const std::string& password) = 0;
};

}  // namespace nexus::auth

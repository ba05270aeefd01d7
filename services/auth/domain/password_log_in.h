#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "libs/base/ids.h"
#include "services/auth/domain/lock_out.h"
#include "services/auth/domain/password_hasher.h"
#include "services/auth/domain/sessions.h"

namespace nexus::auth {

struct LogInCommand {
  std::string email;
  std::string password;
  std::string client_address;
};

// Lets a user in by password. Completes the running call's context with who it
// was, so that the audit trail can say. Thread-safe.
//
// Three steps, since no transaction stays open while a password is hashed: count
// the attempt, compare, start the session.
class PasswordLogIn {
 public:
  PasswordLogIn(AuthStore& store, PasswordHasher& hasher, Sessions& sessions, IdSource& ids,
                const LockOutPolicy& lock_out)
      : store_(store), hasher_(hasher), sessions_(sessions), ids_(ids), lock_out_(lock_out) {}

  // UNAUTHENTICATED `CREDENTIALS_WRONG`, RESOURCE_EXHAUSTED `LOCKED_OUT`,
  // UNAVAILABLE `OVERLOADED`. An address that nobody has is answered like a wrong
  // password, after the same time.
  absl::StatusOr<StartedSession> Run(const LogInCommand& command);

 private:
  absl::StatusOr<std::optional<Account>> Begin(const LogInAttempt& attempt);
  absl::StatusOr<PasswordCheck> Compare(const std::string& password,
                                        const std::optional<Account>& account);
  absl::StatusOr<StartedSession> Finish(const LogInAttempt& attempt, const Account& account,
                                        const std::optional<std::string>& better_hash);

  AuthStore& store_;
  PasswordHasher& hasher_;
  Sessions& sessions_;
  IdSource& ids_;
  const LockOut lock_out_;
};

}  // namespace nexus::auth

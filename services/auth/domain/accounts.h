#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "libs/base/ids.h"
#include "services/auth/domain/email.h"
#include "services/auth/domain/password_hasher.h"
#include "services/auth/domain/sessions.h"

namespace nexus::auth {

struct SignUpCommand {
  std::string email;
  std::string password;
};

// What became of the wish for an administrator.
enum class AdministratorOutcome { kCreated, kPromoted, kUnchanged };

// Users: how they come to be, and which there are. Thread-safe.
class Accounts {
 public:
  Accounts(AuthStore& store, PasswordHasher& hasher, Sessions& sessions, IdSource& ids,
           bool sign_up_open)
      : store_(store),
        hasher_(hasher),
        sessions_(sessions),
        ids_(ids),
        sign_up_open_(sign_up_open) {}

  // Makes a user with a personal project, and lets it in. Completes the running
  // call's context with who it is.
  //
  // ALREADY_EXISTS `EMAIL_TAKEN`, INVALID_ARGUMENT `EMAIL_INVALID`,
  // `PASSWORD_TOO_WEAK`, FAILED_PRECONDITION `SIGN_UP_CLOSED`, UNAVAILABLE `OVERLOADED`.
  absl::StatusOr<StartedSession> SignUp(const SignUpCommand& command);

  // For the operator's command line: makes the user an administrator, and makes the
  // user if there is none. The password of one that exists stays as it is.
  absl::StatusOr<AdministratorOutcome> CreateAdministrator(const SignUpCommand& command);

  absl::StatusOr<std::vector<User>> List(const UserQuery& query);

 private:
  absl::StatusOr<Email> Check(const SignUpCommand& command) const;
  Account NewAccount(const Email& email, Role role, std::string password_hash);
  absl::StatusOr<bool> Exists(const Email& email);
  absl::StatusOr<AdministratorOutcome> Promote(const Email& email);

  AuthStore& store_;
  PasswordHasher& hasher_;
  Sessions& sessions_;
  IdSource& ids_;
  const bool sign_up_open_;
};

}  // namespace nexus::auth

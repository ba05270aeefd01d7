#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace nexus::auth {

// Every error of auth's own, one function each; the reasons are documented in
// nexus/auth/v1/error_reason.proto.

absl::Status EmailInvalid();
absl::Status EmailTaken();
absl::Status PasswordTooShort();
absl::Status PasswordTooLong();
absl::Status PasswordTooCommon();
absl::Status SignUpClosed();
absl::Status CredentialsWrong();
absl::Status LockedOut(absl::Duration retry_after);
absl::Status SessionInvalid();
absl::Status TokenInvalid();
absl::Status NotASession();
absl::Status ApiTokenNotFound(std::string_view name);
absl::Status ExpireTimePast(absl::Time expire_time);

// Too many passwords wait to be hashed.
absl::Status HashingOverloaded();

}  // namespace nexus::auth

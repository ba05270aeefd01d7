#include "services/auth/domain/errors.h"

#include "absl/time/time.h"
#include <fmt/format.h>

#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"
#include "nexus/auth/v1/error_reason.pb.h"

namespace nexus::auth {
namespace {

absl::Status PasswordTooWeak(std::string_view sentence) {
  return WithFieldViolation(
      Error(absl::StatusCode::kInvalidArgument, v1::PASSWORD_TOO_WEAK, sentence), "password",
      sentence);
}

}  // namespace

absl::Status EmailInvalid() {
  constexpr std::string_view sentence = "the e-mail address is not one that mail could reach";
  return WithFieldViolation(Error(absl::StatusCode::kInvalidArgument, v1::EMAIL_INVALID, sentence),
                            "email", sentence);
}

absl::Status EmailTaken() {
  return Error(absl::StatusCode::kAlreadyExists, v1::EMAIL_TAKEN,
               "another user has this e-mail address");
}

absl::Status PasswordTooShort() {
  return PasswordTooWeak("the password must have at least 8 characters");
}

absl::Status PasswordTooLong() {
  return PasswordTooWeak("the password must have at most 128 characters");
}

absl::Status PasswordTooCommon() {
  return PasswordTooWeak("the password is among those that everyone tries first");
}

absl::Status SignUpClosed() {
  return Error(absl::StatusCode::kFailedPrecondition, v1::SIGN_UP_CLOSED,
               "this installation does not take new users by sign-up");
}

absl::Status CredentialsWrong() {
  return Error(absl::StatusCode::kUnauthenticated, v1::CREDENTIALS_WRONG,
               "the e-mail address or the password is wrong");
}

absl::Status LockedOut(absl::Duration retry_after) {
  return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, v1::LOCKED_OUT,
                              "too many failed log-ins; try again later"),
                        retry_after);
}

absl::Status SessionInvalid() {
  return Error(absl::StatusCode::kUnauthenticated, v1::SESSION_INVALID,
               "the session is unknown, ended or expired");
}

absl::Status TokenInvalid() {
  return Error(absl::StatusCode::kUnauthenticated, v1::TOKEN_INVALID,
               "the token is malformed, unknown, revoked or expired");
}

absl::Status NotASession() {
  return Error(absl::StatusCode::kFailedPrecondition, v1::NOT_A_SESSION,
               "only a browser's session can be logged out");
}

absl::Status ApiTokenNotFound(std::string_view name) {
  return Error(absl::StatusCode::kNotFound, v1::API_TOKEN_NOT_FOUND,
               fmt::format("you have no API token {}", name), {{"name", std::string(name)}});
}

absl::Status ExpireTimePast(absl::Time expire_time) {
  const std::string when = absl::FormatTime(expire_time, absl::UTCTimeZone());
  return Error(absl::StatusCode::kInvalidArgument, v1::EXPIRE_TIME_PAST,
               fmt::format("the token would have expired at {}", when), {{"expire_time", when}});
}

absl::Status HashingOverloaded() {
  return WithRetryAfter(Error(absl::StatusCode::kUnavailable, api::v1::OVERLOADED,
                              "too many log-ins at once; try again shortly"),
                        absl::Seconds(1));
}

}  // namespace nexus::auth

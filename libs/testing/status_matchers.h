#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <gmock/gmock.h>

#include "libs/base/status.h"

namespace nexus::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// An OK status or a StatusOr with a value.
MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// A StatusOr whose value matches.
MATCHER_P(IsOkAndHolds, matcher, "is OK and holds a value that matches") {
  if (!arg.ok()) {
    *result_listener << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(matcher, *arg, result_listener);
}

MATCHER_P(HasCode, code, "has code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P(HasReason, reason, "has reason " + std::string(reason)) {
  *result_listener << StatusOf(arg).ToString() << " with reason " << ReasonOf(StatusOf(arg));
  return ReasonOf(StatusOf(arg)) == reason;
}

// A failure with this code and reason.
MATCHER_P2(Fails, code, reason,
           "fails with " + absl::StatusCodeToString(code) + " " + std::string(reason)) {
  *result_listener << StatusOf(arg).ToString() << " with reason " << ReasonOf(StatusOf(arg));
  return StatusOf(arg).code() == code && ReasonOf(StatusOf(arg)) == reason;
}

}  // namespace nexus::testing

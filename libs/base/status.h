#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

// How errors are made and read. An error is a canonical code, one sentence, and
// one google.rpc.ErrorInfo, carried as a payload of absl::Status, so that
// nothing on its way up has to know it.

namespace nexus {

using Metadata = std::map<std::string, std::string>;

// `reason` in `domain`; prefer the overload that takes the proto's enum.
absl::Status MakeError(absl::StatusCode code, std::string_view reason, std::string_view domain,
                       std::string_view message, const Metadata& metadata = {});

// `nexus.billing.v1.ErrorReason` -> `billing.nexus`; `nexus.api.v1...` -> `nexus`.
std::string DomainOf(const google::protobuf::EnumDescriptor& reasons);

// An error with a reason that a proto documents.
template <typename Reason>
absl::Status Error(absl::StatusCode code, Reason reason, std::string_view message,
                   const Metadata& metadata = {}) {
  const google::protobuf::EnumDescriptor* reasons = google::protobuf::GetEnumDescriptor<Reason>();
  return MakeError(code, reasons->FindValueByNumber(reason)->name(), DomainOf(*reasons), message,
                   metadata);
}

// The error's reason; empty when it has none.
std::string ReasonOf(const absl::Status& status);
Metadata MetadataOf(const absl::Status& status);
std::string MessageOf(const absl::Status& status);

// Adds a BadRequest violation: `field` is the path as the client wrote it.
absl::Status WithFieldViolation(absl::Status status, std::string_view field,
                                std::string_view description);

// Adds RetryInfo.
absl::Status WithRetryAfter(absl::Status status, absl::Duration delay);
std::optional<absl::Duration> RetryAfterOf(const absl::Status& status);

// UNAVAILABLE `UNAVAILABLE` with RetryInfo of one second: a neighbour or the
// database does not answer, and nothing is known to have happened.
absl::Status Unavailable(std::string_view message);

// INTERNAL `INTERNAL`: our bug.
absl::Status Internal(std::string_view message);

// INVALID_ARGUMENT `FIELD_INVALID` with a violation for `field`.
absl::Status FieldInvalid(std::string_view field, std::string_view description);

// absl::string_view is a type of its own in Debian's Abseil.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view FromAbsl(absl::string_view text) { return {text.data(), text.size()}; }

// Logs and ends the process: a broken invariant is a bug, and the supervisor
// starts a clean process.
[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace nexus

#define NEXUS_CHECK(condition) \
  ((condition) ? void(0) : ::nexus::CheckFailed(#condition, __FILE__, __LINE__))

#define NEXUS_CONCAT_INNER(a, b) a##b
#define NEXUS_CONCAT(a, b) NEXUS_CONCAT_INNER(a, b)

// With a name of its own each time, so that the expression may hold another.
#define NEXUS_RETURN_IF_ERROR(expression) \
  NEXUS_RETURN_IF_ERROR_AS(NEXUS_CONCAT(nexus_status_, __COUNTER__), expression)
#define NEXUS_RETURN_IF_ERROR_AS(status, expression)        \
  do {                                                      \
    if (absl::Status status = (expression); !status.ok()) { \
      return status;                                        \
    }                                                       \
  } while (false)

#define NEXUS_ASSIGN_OR_RETURN(target, expression) \
  NEXUS_ASSIGN_OR_RETURN_AS(NEXUS_CONCAT(nexus_or_, __COUNTER__), target, expression)
#define NEXUS_ASSIGN_OR_RETURN_AS(result, target, expression) \
  auto result = (expression);                                 \
  if (!result.ok()) return std::move(result).status();        \
  target = *std::move(result)

#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace nexus::gateway {

// A message as the API shows it: lowerCamel names, zero values printed, one line.
// INTERNAL when it holds what JSON cannot show, such as a time out of range.
absl::StatusOr<std::string> MessageJson(const google::protobuf::Message& message);

// Takes the field marked `session_cookie` out of an answer. Nothing when the
// message has none or it is not set; an empty text ends the session.
std::optional<std::string> TakeSession(google::protobuf::Message& message);

}  // namespace nexus::gateway

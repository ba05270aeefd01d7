#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace nexus::gateway {

// `a=b&c=d`, decoded. INVALID_ARGUMENT `FIELD_INVALID` when a part is no text.
absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ParseQuery(std::string_view query);

// Sets the field at `path`, such as `filter.start_time` or `filter.startTime`,
// from its text. A repeated field gets one more element. FIELD_INVALID when there
// is no such field, or the text is not of its type.
absl::Status SetFieldFromText(google::protobuf::Message& message, std::string_view path,
                              const std::string& text);

}  // namespace nexus::gateway

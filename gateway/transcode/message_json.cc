#include "gateway/transcode/message_json.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include <fmt/format.h>

#include "nexus/api/v1/options.pb.h"

namespace nexus::gateway {

using google::protobuf::Message;

absl::StatusOr<std::string> MessageJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    return absl::InternalError(
        fmt::format("{} cannot be shown as JSON: {}", message.GetTypeName(), status.ToString()));
  }
  return json;
}

std::optional<std::string> TakeSession(Message& message) {
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (!field->options().GetExtension(api::v1::session_cookie)) continue;
    const auto* reflection = message.GetReflection();
    if (!reflection->HasField(message, field)) return std::nullopt;
    std::string session = reflection->GetString(message, field);
    reflection->ClearField(&message, field);
    return session;
  }
  return std::nullopt;
}

}  // namespace nexus::gateway

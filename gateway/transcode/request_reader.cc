#include "gateway/transcode/request_reader.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include <fmt/format.h>

#include "gateway/transcode/query.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kMostOfAParserMessage = 160;

absl::Status BodyInvalid(std::string_view sentence) {
  return Error(absl::StatusCode::kInvalidArgument, api::v1::BODY_INVALID, sentence);
}

// The parser quotes its input over several lines; its first says what is wrong.
std::string FirstLine(std::string text) {
  text = text.substr(0, std::min(text.find('\n'), kMostOfAParserMessage));
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c > 0x7e; }, '?');
  return text;
}

bool IsJson(std::string_view content_type) {
  const std::string type =
      absl::AsciiStrToLower(ToAbsl(content_type.substr(0, content_type.find(';'))));
  return absl::StripAsciiWhitespace(type) == "application/json";
}

absl::Status ReadBody(const Binding& binding, const RequestParts& parts, Message& request) {
  if (parts.body.empty()) return absl::OkStatus();
  if (binding.body.empty()) return BodyInvalid("this method takes no body");
  if (!IsJson(parts.content_type)) {
    return BodyInvalid("send the body as application/json");
  }
  // Protobuf's parser takes `5` or `null` for an empty message; only an object is one.
  const auto first = parts.body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || parts.body[first] != '{') {
    return BodyInvalid("the body is not a JSON object");
  }
  Message* target = &request;
  if (binding.body != "*") {
    const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(binding.body);
    NEXUS_CHECK(field != nullptr && field->message_type() != nullptr);
    target = request.GetReflection()->MutableMessage(&request, field);
  }
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(parts.body.data(), parts.body.size()), target);
  if (status.ok()) return absl::OkStatus();
  return BodyInvalid(
      fmt::format("the body is not what this method takes: {}",
                  FirstLine(std::string(status.message().data(), status.message().size()))));
}

absl::Status ReadQuery(const Binding& binding, std::string_view query, Message& request) {
  NEXUS_ASSIGN_OR_RETURN(const auto parameters, ParseQuery(query));
  for (const auto& [name, value] : parameters) {
    if (binding.body == "*") {
      return FieldInvalid(name, "belongs into the body, not into the query");
    }
    NEXUS_RETURN_IF_ERROR(SetFieldFromText(request, name, value));
  }
  return absl::OkStatus();
}

absl::Status ReadIdempotencyKey(std::string_view key, Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (key.empty() || field == nullptr) return absl::OkStatus();
  const auto* reflection = request.GetReflection();
  const std::string given = reflection->GetString(request, field);
  if (!given.empty() && given != key) {
    return FieldInvalid("requestId", "differs from the header Idempotency-Key");
  }
  const bool printable =
      std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (!printable) return FieldInvalid("requestId", "is not printable text");
  reflection->SetString(&request, field, std::string(key));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadRequest(const Router::Match& match, const RequestParts& parts, Message& request) {
  NEXUS_RETURN_IF_ERROR(ReadBody(*match.binding, parts, request));
  NEXUS_RETURN_IF_ERROR(ReadQuery(*match.binding, parts.query, request));
  NEXUS_RETURN_IF_ERROR(ReadIdempotencyKey(parts.idempotency_key, request));
  for (const auto& [field, text] : match.variables) {
    NEXUS_RETURN_IF_ERROR(SetFieldFromText(request, field, text));
  }
  return absl::OkStatus();
}

}  // namespace nexus::gateway

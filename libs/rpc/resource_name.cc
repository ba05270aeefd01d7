#include "libs/rpc/resource_name.h"

#include <vector>

#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"

#include "libs/base/status.h"

namespace nexus::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string TextField(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING ||
      field->is_repeated()) {
    return {};
  }
  return message.GetReflection()->GetString(message, field);
}

}  // namespace

std::string ResourceOf(const Message& request) {
  for (const char* name : {"name", "parent"}) {
    if (std::string text = TextField(request, name); !text.empty()) return text;
  }
  // An update or a create without a parent names its resource inside.
  const auto* descriptor = request.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated()) continue;
    if (!request.GetReflection()->HasField(request, field)) continue;
    std::string text = TextField(request.GetReflection()->GetMessage(request, field), "name");
    if (!text.empty()) return text;
  }
  return {};
}

std::string ProjectOf(std::string_view name) {
  constexpr std::string_view kPrefix = "projects/";
  if (name.substr(0, kPrefix.size()) != kPrefix) return {};
  const auto end = name.find('/', kPrefix.size());
  std::string project(name.substr(0, end));
  return project.size() > kPrefix.size() ? project : std::string();
}

std::optional<std::string> Segment(std::string_view name, std::string_view pattern, int index) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(name), '/');
  const std::vector<std::string> expected = absl::StrSplit(ToAbsl(pattern), '/');
  if (parts.size() != expected.size()) return std::nullopt;
  std::optional<std::string> found;
  int wildcard = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (expected[i] != "*") {
      if (parts[i] != expected[i]) return std::nullopt;
      continue;
    }
    if (parts[i].empty()) return std::nullopt;
    if (wildcard++ == index) found = parts[i];
  }
  return found;
}

}  // namespace nexus::rpc

#include "gateway/transcode/query.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include <nlohmann/json.hpp>

#include "gateway/transcode/percent.h"
#include "libs/base/encoding.h"
#include "libs/base/status.h"

namespace nexus::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const FieldDescriptor* FindField(const Descriptor& message, const std::string& name) {
  const FieldDescriptor* field = message.FindFieldByName(name);
  if (field != nullptr) return field;
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->json_name() == name) return message.field(i);
  }
  return nullptr;
}

template <typename Number>
std::optional<Number> ParseNumber(const std::string& text) {
  Number number{};
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  return number;
}

std::optional<double> ParseDouble(const std::string& text) {
  double number = 0;
  if (!absl::SimpleAtod(text, &number)) return std::nullopt;
  return number;
}

std::optional<bool> ParseBool(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

// Sets or adds; false when the text was no value of the type.
template <typename Value, typename Set, typename Add>
bool Put(const Reflection& reflection, Message& message, const FieldDescriptor& field,
         const std::optional<Value>& value, Set set, Add add) {
  if (!value) return false;
  (reflection.*(field.is_repeated() ? add : set))(&message, &field, *value);
  return true;
}

bool PutText(const Reflection& reflection, Message& message, const FieldDescriptor& field,
             std::optional<std::string> value) {
  if (!value) return false;
  if (field.is_repeated()) {
    reflection.AddString(&message, &field, *std::move(value));
  } else {
    reflection.SetString(&message, &field, *std::move(value));
  }
  return true;
}

bool PutEnum(const Reflection& reflection, Message& message, const FieldDescriptor& field,
             const std::string& text) {
  const auto* value = field.enum_type()->FindValueByName(text);
  if (value == nullptr) return false;
  if (field.is_repeated()) {
    reflection.AddEnum(&message, &field, value);
  } else {
    reflection.SetEnum(&message, &field, value);
  }
  return true;
}

// A message that JSON writes as one text, such as a Timestamp.
bool PutMessage(const Reflection& reflection, Message& message, const FieldDescriptor& field,
                const std::string& text) {
  Message* inner = field.is_repeated() ? reflection.AddMessage(&message, &field)
                                       : reflection.MutableMessage(&message, &field);
  return google::protobuf::util::JsonStringToMessage(nlohmann::json(text).dump(), inner).ok();
}

bool PutValue(Message& message, const FieldDescriptor& field, const std::string& text) {
  const Reflection& reflection = *message.GetReflection();
  const auto put = [&](const auto& value, auto set, auto add) {
    return Put(reflection, message, field, value, set, add);
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(ParseNumber<std::int32_t>(text), &Reflection::SetInt32, &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return put(ParseNumber<std::int64_t>(text), &Reflection::SetInt64, &Reflection::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(ParseNumber<std::uint32_t>(text), &Reflection::SetUInt32, &Reflection::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(ParseNumber<std::uint64_t>(text), &Reflection::SetUInt64, &Reflection::AddUInt64);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return put(ParseDouble(text), &Reflection::SetDouble, &Reflection::AddDouble);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put(ParseDouble(text), &Reflection::SetFloat, &Reflection::AddFloat);
    case FieldDescriptor::CPPTYPE_BOOL:
      return put(ParseBool(text), &Reflection::SetBool, &Reflection::AddBool);
    case FieldDescriptor::CPPTYPE_ENUM:
      return PutEnum(reflection, message, field, text);
    case FieldDescriptor::CPPTYPE_STRING:
      return PutText(reflection, message, field,
                     field.type() == FieldDescriptor::TYPE_BYTES ? Base64UrlDecode(text)
                                                                 : std::optional(text));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return !field.is_map() && PutMessage(reflection, message, field, text);
  }
  return false;
}

}  // namespace

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ParseQuery(
    std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  if (query.empty()) return parameters;
  for (const absl::string_view part : absl::StrSplit(ToAbsl(query), '&', absl::SkipEmpty())) {
    const std::string_view text = FromAbsl(part);
    const auto equals = text.find('=');
    auto name = PercentDecode(text.substr(0, equals), /*plus_is_space=*/true);
    auto value = equals == std::string_view::npos
                     ? std::string()
                     : PercentDecode(text.substr(equals + 1), /*plus_is_space=*/true);
    if (!name) return FieldInvalid("query", "a parameter's name is not UTF-8 text");
    if (!value) return FieldInvalid(*name, "is not UTF-8 text");
    parameters.emplace_back(*std::move(name), *std::move(value));
  }
  return parameters;
}

absl::Status SetFieldFromText(Message& message, std::string_view path, const std::string& text) {
  Message* target = &message;
  const std::vector<std::string> names = absl::StrSplit(ToAbsl(path), '.');
  for (std::size_t i = 0; i < names.size(); ++i) {
    const FieldDescriptor* field = FindField(*target->GetDescriptor(), names[i]);
    if (field == nullptr) return FieldInvalid(path, "is not a field of this request");
    if (i + 1 == names.size()) {
      if (PutValue(*target, *field, text)) return absl::OkStatus();
      return FieldInvalid(path, "is not a value of its type");
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated()) {
      return FieldInvalid(path, "is not a field of this request");
    }
    target = target->GetReflection()->MutableMessage(target, field);
  }
  return FieldInvalid(path, "is not a field of this request");
}

}  // namespace nexus::gateway

#include "gateway/openapi/schemas.h"

#include "google/api/field_behavior.pb.h"

#include "gateway/contract/binding.h"
#include "gateway/openapi/comments.h"
#include "libs/base/status.h"
#include "nexus/api/v1/options.pb.h"

namespace nexus::gateway::openapi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// How protobuf's JSON shows the messages that it knows; others are not used by us.
const std::map<std::string, Json>& WellKnown() {
  static const auto* const known = new std::map<std::string, Json>{
      {"google.protobuf.Timestamp", {{"type", "string"}, {"format", "date-time"}}},
      {"google.protobuf.Duration", {{"type", "string"}, {"pattern", R"(^-?\d+(\.\d{1,9})?s$)"}}},
      {"google.protobuf.FieldMask", {{"type", "string"}}},
      {"google.protobuf.Struct", {{"type", "object"}, {"additionalProperties", true}}},
      {"google.protobuf.Any",
       {{"type", "object"},
        {"properties", {{"@type", {{"type", "string"}}}}},
        {"required", {"@type"}},
        {"additionalProperties", true}}},
      {"google.protobuf.Empty", {{"type", "object"}, {"additionalProperties", false}}}};
  return *known;
}

// `Instance.State` of `nexus.instance.v1.Instance.State`.
template <typename Type>
std::string NameWithoutPackage(const Type& type) {
  const std::string& package = type.file()->package();
  return type.full_name().substr(package.empty() ? 0 : package.size() + 1);
}

Json ReferenceTo(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

// Printed also when it has its type's zero value.
bool IsAlwaysPrinted(const FieldDescriptor& field) {
  return field.is_repeated() || !field.has_presence();
}

bool IsRequired(const FieldDescriptor& field, Direction direction) {
  if (Behaves(field, google::api::REQUIRED)) return true;
  return direction == Direction::kOutput && IsAlwaysPrinted(field);
}

bool IsLeftOut(const FieldDescriptor& field, Direction direction) {
  if (direction == Direction::kInput) return Behaves(field, google::api::OUTPUT_ONLY);
  // The gateway moves a session into the cookie.
  return Behaves(field, google::api::INPUT_ONLY) ||
         field.options().GetExtension(api::v1::session_cookie);
}

Json OfScalar(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {{"type", "integer"}, {"format", "int32"}};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {{"type", "integer"}, {"format", "int64"}, {"minimum", 0}};
    case FieldDescriptor::CPPTYPE_INT64:
      return {{"type", "string"}, {"format", "int64"}};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {{"type", "string"}, {"format", "uint64"}};
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {{"type", "number"}};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    default:
      break;
  }
  if (field.type() == FieldDescriptor::TYPE_BYTES) return {{"type", "string"}, {"format", "byte"}};
  return {{"type", "string"}};
}

}  // namespace

bool IsWellKnown(const Descriptor& message) { return WellKnown().count(message.full_name()) > 0; }

Json Schemas::Reference(const Descriptor& message, Direction direction) {
  return ReferenceWithout(message, direction, {});
}

Json Schemas::ReferenceWithout(const Descriptor& message, Direction direction,
                               const std::set<std::string>& without) {
  const auto known = WellKnown().find(message.full_name());
  if (known != WellKnown().end()) return known->second;
  const auto key = std::make_pair(message.full_name(), direction);
  if (const auto named = names_.find(key); named != names_.end()) {
    return ReferenceTo(named->second);
  }
  std::string name = NameWithoutPackage(message);
  if (components_.count(name) > 0) name += "Input";
  // Two messages of one name would hide each other.
  NEXUS_CHECK(components_.count(name) == 0);
  names_[key] = name;
  components_[name] = Json();  // Before its fields, which may lead back here.
  components_[name] = OfMessage(message, direction, without);
  return ReferenceTo(name);
}

Json Schemas::OfMessage(const Descriptor& message, Direction direction,
                        const std::set<std::string>& without) {
  Json schema = {{"type", "object"}};
  if (std::string comment = CommentOf(message); !comment.empty()) schema["description"] = comment;
  Json properties = Json::object();
  Json required = Json::array();
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (IsLeftOut(field, direction) || without.count(field.name()) > 0) continue;
    properties[field.json_name()] = OfField(field, direction);
    if (IsRequired(field, direction)) required.push_back(field.json_name());
  }
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json Schemas::OfField(const FieldDescriptor& field, Direction direction) {
  Json schema;
  if (field.is_map()) {
    schema = {{"type", "object"},
              {"additionalProperties", OfSingle(*field.message_type()->map_value(), direction)}};
  } else if (field.is_repeated()) {
    schema = {{"type", "array"}, {"items", OfSingle(field, direction)}};
  } else {
    schema = OfSingle(field, direction);
  }
  if (const int most = field.options().GetExtension(api::v1::max_length); most > 0) {
    schema[field.is_repeated() ? "maxItems" : "maxLength"] = most;
  }
  if (std::string comment = CommentOf(field); !comment.empty()) schema["description"] = comment;
  if (Behaves(field, google::api::OUTPUT_ONLY)) schema["readOnly"] = true;
  if (Behaves(field, google::api::INPUT_ONLY)) schema["writeOnly"] = true;
  return schema;
}

Json Schemas::OfSingle(const FieldDescriptor& field, Direction direction) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return OfEnum(*field.enum_type());
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return OfScalar(field);
  return Reference(*field.message_type(), direction);
}

Json Schemas::OfEnum(const EnumDescriptor& values) {
  const std::string name = NameWithoutPackage(values);
  if (components_.count(name) == 0) {
    Json schema = {{"type", "string"}};
    if (std::string comment = CommentOf(values); !comment.empty()) schema["description"] = comment;
    for (int i = 0; i < values.value_count(); ++i) {
      schema["enum"].push_back(values.value(i)->name());
    }
    components_[name] = std::move(schema);
  }
  return ReferenceTo(name);
}

Json Schemas::Components() const {
  Json all = Json::object();
  for (const auto& [name, schema] : components_) all[name] = schema;
  return all;
}

}  // namespace nexus::gateway::openapi

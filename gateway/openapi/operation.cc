#include "gateway/openapi/operation.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "google/api/field_behavior.pb.h"

#include "gateway/openapi/comments.h"
#include "nexus/api/v1/options.pb.h"

namespace nexus::gateway::openapi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// `instance` of `instances`.
std::string Singular(std::string collection) {
  if (!collection.empty() && collection.back() == 's') collection.pop_back();
  return collection;
}

// The name of each wildcard, in order; empty for a literal.
std::vector<std::string> WildcardNames(const PathTemplate& path) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < path.segments.size(); ++i) {
    const bool named = path.segments[i].wildcard && i > 0;
    names.push_back(named ? Singular(path.segments[i - 1].literal) : std::string());
  }
  return names;
}

Json PathParameters(const PathTemplate& path) {
  Json parameters = Json::array();
  for (const std::string& name : WildcardNames(path)) {
    if (name.empty()) continue;
    parameters.push_back(
        {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

// The request's fields that the path holds.
std::set<std::string> FieldsInPath(const Binding& binding) {
  std::set<std::string> fields;
  for (const PathVariable& variable : binding.path.variables) fields.insert(variable.field_path);
  return fields;
}

// Every scalar of the message as a parameter, those of messages in it as `filter.actor`.
void AddQuery(const Descriptor& message, const std::string& prefix,
              const std::set<std::string>& without, Schemas& schemas, Json& parameters) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (without.count(field.name()) > 0 || field.is_map()) continue;
    const std::string name = prefix + field.json_name();
    const Descriptor* inner = field.message_type();
    if (inner != nullptr && !IsWellKnown(*inner)) {
      if (!field.is_repeated()) AddQuery(*inner, name + ".", {}, schemas, parameters);
      continue;
    }
    Json parameter = {{"name", name}, {"in", "query"}};
    if (Behaves(field, google::api::REQUIRED)) parameter["required"] = true;
    Json schema = schemas.OfField(field, Direction::kInput);
    if (schema.contains("description")) {
      parameter["description"] = schema["description"];
      schema.erase("description");
    }
    parameter["schema"] = std::move(schema);
    parameters.push_back(std::move(parameter));
  }
}

Json IdempotencyKey() {
  return {{"name", "Idempotency-Key"},
          {"in", "header"},
          {"description", "Stands for the request's `requestId`."},
          {"schema", {{"type", "string"}, {"maxLength", 64}}}};
}

Json ParametersOf(const Binding& binding, Schemas& schemas) {
  const Descriptor& request = *binding.method->input_type();
  Json parameters = PathParameters(binding.path);
  if (binding.body != "*") {
    std::set<std::string> without = FieldsInPath(binding);
    if (!binding.body.empty()) without.insert(binding.body);
    AddQuery(request, "", without, schemas, parameters);
  }
  if (request.FindFieldByName("request_id") != nullptr) parameters.push_back(IdempotencyKey());
  return parameters;
}

// A request without a required field outside of the path may be sent without a body.
bool NeedsBody(const Binding& binding) {
  if (binding.body != "*") return true;
  const std::set<std::string> in_path = FieldsInPath(binding);
  const Descriptor& request = *binding.method->input_type();
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    if (Behaves(field, google::api::REQUIRED) && in_path.count(field.name()) == 0) return true;
  }
  return false;
}

Json BodyOf(const Binding& binding, Schemas& schemas) {
  const Descriptor& request = *binding.method->input_type();
  const Json schema =
      binding.body == "*"
          ? schemas.ReferenceWithout(request, Direction::kInput, FieldsInPath(binding))
          : schemas.OfField(*request.FindFieldByName(binding.body), Direction::kInput);
  return {{"required", NeedsBody(binding)},
          {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json SecurityOf(const MethodDescriptor& method) {
  if (method.options().GetExtension(api::v1::permission) == "public") return Json::array();
  return Json::array({{{"session", Json::array()}}, {{"apiToken", Json::array()}}});
}

Json JsonContent(Json schema) { return {{"application/json", {{"schema", std::move(schema)}}}}; }

std::string TagOf(const MethodDescriptor& method) {
  const std::string& name = method.service()->name();
  return name.substr(0, name.rfind("Service"));
}

}  // namespace

std::string PathOf(const Binding& binding) {
  const std::vector<std::string> names = WildcardNames(binding.path);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const PathSegment& segment = binding.path.segments[i];
    text += "/" + (segment.wildcard ? "{" + names[i] + "}" : segment.literal);
  }
  if (!binding.path.verb.empty()) text += ":" + binding.path.verb;
  return text;
}

Json OperationOf(const Binding& binding, Json answer, Schemas& schemas) {
  const MethodDescriptor& method = *binding.method;
  std::string id = method.name();
  id.front() = absl::ascii_tolower(id.front());
  const std::string comment = CommentOf(method);
  Json operation = {{"operationId", id},
                    {"tags", {TagOf(method)}},
                    {"summary", FirstSentence(comment)},
                    {"description", comment}};
  operation["parameters"] = ParametersOf(binding, schemas);
  if (!binding.body.empty()) operation["requestBody"] = BodyOf(binding, schemas);
  operation["responses"]["200"] = {{"description", "Done."},
                                   {"content", JsonContent(std::move(answer))}};
  operation["responses"]["default"] = {{"$ref", "#/components/responses/Error"}};
  operation["security"] = SecurityOf(method);
  operation["x-permission"] = method.options().GetExtension(api::v1::permission);
  if (method.options().GetExtension(api::v1::audited)) operation["x-audited"] = true;
  return operation;
}

}  // namespace nexus::gateway::openapi

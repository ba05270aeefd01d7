#include "gateway/contract/binding.h"

#include <utility>

#include "google/api/annotations.pb.h"
#include "google/api/field_behavior.pb.h"

#include "libs/base/status.h"

namespace nexus::gateway {
namespace {

using google::api::HttpRule;

std::pair<std::string, std::string> VerbAndPath(const HttpRule& rule) {
  switch (rule.pattern_case()) {
    case HttpRule::kGet:
      return {"GET", rule.get()};
    case HttpRule::kPut:
      return {"PUT", rule.put()};
    case HttpRule::kPost:
      return {"POST", rule.post()};
    case HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    case HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case HttpRule::kCustom:
      return {rule.custom().kind(), rule.custom().path()};
    case HttpRule::PATTERN_NOT_SET:
      break;
  }
  return {};
}

Binding BindingOf(const google::protobuf::MethodDescriptor& method, const HttpRule& rule) {
  auto [verb, path] = VerbAndPath(rule);
  auto parsed = ParsePathTemplate(path);
  NEXUS_CHECK(parsed.ok());
  return {
      .method = &method, .verb = std::move(verb), .path = *std::move(parsed), .body = rule.body()};
}

}  // namespace

std::vector<Binding> BindingsOf(const google::protobuf::ServiceDescriptor& service) {
  std::vector<Binding> bindings;
  for (int i = 0; i < service.method_count(); ++i) {
    const auto& method = *service.method(i);
    if (!method.options().HasExtension(google::api::http)) continue;
    const HttpRule& rule = method.options().GetExtension(google::api::http);
    bindings.push_back(BindingOf(method, rule));
    for (const HttpRule& more : rule.additional_bindings()) {
      bindings.push_back(BindingOf(method, more));
    }
  }
  return bindings;
}

bool Behaves(const google::protobuf::FieldDescriptor& field, int behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

}  // namespace nexus::gateway

#include "libs/base/call_context.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "libs/base/status.h"

namespace nexus {
namespace {

thread_local CallContext* current = nullptr;

}  // namespace

std::string ToJson(const CallContext& context) {
  nlohmann::json json = {{"actor", context.actor},
                         {"token", context.token},
                         {"method", context.method},
                         {"request_id", context.request_id},
                         {"traceparent", context.traceparent},
                         {"client_address", context.client_address},
                         {"user_agent", context.user_agent},
                         {"project", context.project},
                         {"resource", context.resource},
                         {"request_json", context.request_json}};
  if (context.repeat) {
    json["repeat"] = {{"request_id", context.repeat->request_id},
                      {"request_hash", context.repeat->request_hash}};
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

CallContext CallContextFromJson(const std::string& text) {
  const auto json = nlohmann::json::parse(text);
  CallContext context;
  context.actor = json.value("actor", "");
  context.token = json.value("token", "");
  context.method = json.value("method", "");
  context.request_id = json.value("request_id", "");
  context.traceparent = json.value("traceparent", "");
  context.client_address = json.value("client_address", "");
  context.user_agent = json.value("user_agent", "");
  context.project = json.value("project", "");
  context.resource = json.value("resource", "");
  context.request_json = json.value("request_json", "");
  if (json.contains("repeat")) {
    context.repeat =
        RepeatKey{json["repeat"].value("request_id", ""), json["repeat"].value("request_hash", "")};
  }
  return context;
}

const CallContext& CurrentCall() {
  static const CallContext none;
  return current == nullptr ? none : *current;
}

CallContext& MutableCurrentCall() {
  NEXUS_CHECK(current != nullptr);
  return *current;
}

ScopedCallContext::ScopedCallContext(CallContext context)
    : context_(std::move(context)), former_(std::exchange(current, &context_)) {}

ScopedCallContext::~ScopedCallContext() { current = former_; }

}  // namespace nexus

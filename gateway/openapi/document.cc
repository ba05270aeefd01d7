#include "gateway/openapi/document.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"

#include "gateway/contract/binding.h"
#include "gateway/contract/contract.h"
#include "gateway/openapi/comments.h"
#include "gateway/openapi/operation.h"
#include "libs/base/status.h"

namespace nexus::gateway::openapi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;

Json Info() {
  return {{"title", "Nexus-IaaS"},
          {"version", "1"},
          {"description",
           "Virtual machines on Proxmox VE: their lives, their money and their history. Errors are "
           "google.rpc.Status; programs read `reason` in its ErrorInfo. Every method that changes "
           "something may be repeated with the same `Idempotency-Key`."},
          {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}};
}

Json SecuritySchemes() {
  return {{"session",
           {{"type", "apiKey"},
            {"in", "cookie"},
            {"name", "__Host-nexus_session"},
            {"description",
             "A browser's session. Calls that change something also send the answers' "
             "`X-CSRF-Token` back."}}},
          {"apiToken",
           {{"type", "http"}, {"scheme", "bearer"}, {"description", "An API token: `nxs_…`."}}}};
}

// Every reason that an error can have, in one enumeration.
Json ErrorReason(const DescriptorPool& pool) {
  std::set<std::string> names;
  for (const auto* reasons : ErrorReasonsIn(pool)) {
    for (int i = 1; i < reasons->value_count(); ++i) names.insert(reasons->value(i)->name());
  }
  return {{"type", "string"},
          {"description", "Why a call failed: `reason` of google.rpc.ErrorInfo."},
          {"enum", names}};
}

// A live event: one shape for each type, with the resource as its Get shows it.
Json LiveEventOf(const Descriptor& event, Schemas& schemas) {
  NEXUS_CHECK(event.field_count() > 0 && event.field(0)->message_type() != nullptr);
  Json properties = {
      {"id", {{"type", "string"}}},
      {"type", {{"type", "string"}, {"const", event.full_name()}}},
      {"subject", {{"type", "string"}, {"description", "The name of what changed."}}},
      {"version", {{"type", "string"}, {"format", "int64"}}},
      {"resource", schemas.Reference(*event.field(0)->message_type(), Direction::kOutput)}};
  return {{"type", "object"},
          {"description", CommentOf(event)},
          {"properties", std::move(properties)},
          {"required", {"id", "type", "subject", "version", "resource"}}};
}

void AddLiveEvents(const DescriptorPool& pool, Schemas& schemas) {
  Json any = Json::array();
  for (const Descriptor* event : VisibleEventsIn(pool)) {
    schemas.Add(event->name(), LiveEventOf(*event, schemas));
    any.push_back({{"$ref", "#/components/schemas/" + event->name()}});
  }
  schemas.Add("LiveEvent", {{"description", "The data of one server-sent event."},
                            {"oneOf", std::move(any)},
                            {"discriminator", {{"propertyName", "type"}}}});
}

Json EventStream() {
  return {
      {"operationId", "streamEvents"},
      {"tags", {"Event"}},
      {"summary", "Streams a project's events as they happen"},
      {"description",
       "Server-sent events whose data is a LiveEvent. After a break, `Last-Event-ID` goes on where "
       "the stream ended, for one minute; an older id is answered with the event `reset`: load "
       "everything again. A comment comes at least every 15 seconds."},
      {"parameters",
       Json::array({{{"name", "project"},
                     {"in", "query"},
                     {"required", true},
                     {"description", "`projects/{project}`; `projects/-` for administrators."},
                     {"schema", {{"type", "string"}}}}})},
      {"responses",
       {{"200",
         {{"description", "The stream."},
          {"content", {{"text/event-stream", {{"schema", {{"type", "string"}}}}}}}}},
        {"default", {{"$ref", "#/components/responses/Error"}}}}},
      {"security", Json::array({{{"session", Json::array()}}, {{"apiToken", Json::array()}}})}};
}

Json Tags(const DescriptorPool& pool) {
  Json tags = Json::array();
  for (const auto* service : ServicesIn(pool)) {
    if (BindingsOf(*service).empty()) continue;
    tags.push_back({{"name", service->name().substr(0, service->name().rfind("Service"))},
                    {"description", CommentOf(*service)}});
  }
  return tags;
}

Json Paths(const DescriptorPool& pool, Schemas& schemas) {
  std::vector<std::pair<Binding, Json>> answers;
  for (const auto* service : ServicesIn(pool)) {
    for (Binding& binding : BindingsOf(*service)) {
      Json answer = schemas.Reference(*binding.method->output_type(), Direction::kOutput);
      answers.emplace_back(std::move(binding), std::move(answer));
    }
  }
  std::map<std::string, Json> sorted;
  for (auto& [binding, answer] : answers) {
    sorted[PathOf(binding)][absl::AsciiStrToLower(binding.verb)] =
        OperationOf(binding, std::move(answer), schemas);
  }
  sorted["/api/v1/events"]["get"] = EventStream();
  Json paths = Json::object();
  for (auto& [path, operations] : sorted) paths[path] = std::move(operations);
  return paths;
}

}  // namespace

Json BuildDocument() {
  const DescriptorPool& pool = DocumentedPool();
  Schemas schemas;
  AddLiveEvents(pool, schemas);
  const Json error =
      schemas.Reference(*pool.FindMessageTypeByName("google.rpc.Status"), Direction::kOutput);
  schemas.Add("ErrorReason", ErrorReason(pool));
  Json document = {{"openapi", "3.1.0"},
                   {"info", Info()},
                   {"servers", Json::array({{{"url", "/"}}})},
                   {"tags", Tags(pool)},
                   {"paths", Paths(pool, schemas)}};
  document["components"] = {{"schemas", schemas.Components()},
                            {"responses",
                             {{"Error",
                               {{"description", "It failed."},
                                {"content", {{"application/json", {{"schema", error}}}}}}}}},
                            {"securitySchemes", SecuritySchemes()}};
  return document;
}

}  // namespace nexus::gateway::openapi

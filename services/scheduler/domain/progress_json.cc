#include "services/scheduler/domain/progress_json.h"

#include <nlohmann/json.hpp>

namespace nexus::scheduler {
namespace {

using nlohmann::json;

constexpr const char* kStates[] = {"pending", "running", "done", "failed"};

void PutTime(json& object, const char* key, const std::optional<absl::Time>& time) {
  if (time) object[key] = absl::ToUnixMicros(*time);
}

std::optional<absl::Time> TimeIn(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return absl::FromUnixMicros(found->get<std::int64_t>());
}

json StepToJson(const StepRecord& step) {
  json object = {{"name", step.name}, {"state", kStates[static_cast<int>(step.state)]}};
  PutTime(object, "start", step.start_time);
  PutTime(object, "end", step.end_time);
  PutTime(object, "intent", step.intent_time);
  if (!step.upid.empty()) object["upid"] = step.upid;
  return object;
}

StepRecord StepFromJson(const json& object) {
  StepRecord step;
  step.name = object.value("name", "");
  const std::string state = object.value("state", "");
  for (int i = 0; i < 4; ++i) {
    if (state == kStates[i]) step.state = static_cast<StepRecord::State>(i);
  }
  step.start_time = TimeIn(object, "start");
  step.end_time = TimeIn(object, "end");
  step.intent_time = TimeIn(object, "intent");
  step.upid = object.value("upid", "");
  return step;
}

}  // namespace

std::string ToJson(const Progress& progress) {
  json object = {{"vmid", progress.vmid},
                 {"node", progress.node},
                 {"percent", progress.percent},
                 {"may_have_guest", progress.may_have_guest},
                 {"steps", json::array()}};
  if (!progress.last_error.empty()) object["last_error"] = progress.last_error;
  PutTime(object, "last_unanswered", progress.last_unanswered);
  for (const StepRecord& step : progress.steps) object["steps"].push_back(StepToJson(step));
  return object.dump();
}

Progress ProgressFromJson(const std::string& text) {
  Progress progress;
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return progress;
  progress.vmid = object.value("vmid", 0);
  progress.node = object.value("node", "");
  progress.percent = object.value("percent", 0);
  progress.may_have_guest = object.value("may_have_guest", false);
  progress.last_error = object.value("last_error", "");
  progress.last_unanswered = TimeIn(object, "last_unanswered");
  if (const auto steps = object.find("steps"); steps != object.end()) {
    for (const json& step : *steps) progress.steps.push_back(StepFromJson(step));
  }
  return progress;
}

}  // namespace nexus::scheduler

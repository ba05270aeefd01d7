#include "simulator/model/task.h"

#include <regex>

#include <fmt/format.h>

namespace nexus::simulator {

bool TaskRecord::failed() const {
  return !running && exitstatus != "OK" && !exitstatus.starts_with("WARNINGS: ");
}

std::string FormatUpid(const TaskRecord& task) {
  return fmt::format("UPID:{}:{:08X}:{:08X}:{:08X}:{}:{}:{}:", task.node, task.pid, task.pstart,
                     task.starttime, task.type, task.id, task.identity.name());
}

bool IsUpid(std::string_view text) {
  static const std::regex kForm(
      "UPID:[a-zA-Z0-9][a-zA-Z0-9-]*:[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:[0-9A-Fa-f]{8}:"
      "[^:\\s/]+:[^:\\s/]*:[^:\\s/]+:");
  return std::regex_match(text.begin(), text.end(), kForm);
}

void Task::Warn(std::string_view text) {
  ++warnings_;
  Log(fmt::format("WARN: {}", text));
}

nlohmann::json ToJson(const TaskRecord& task) {
  return {{"node", task.node},
          {"pid", task.pid},
          {"pstart", task.pstart},
          {"starttime", task.starttime},
          {"type", task.type},
          {"id", task.id},
          {"user", task.identity.user},
          {"token", task.identity.token},
          {"upid", task.upid},
          {"log", task.log},
          {"running", task.running},
          {"endtime", task.endtime},
          {"exitstatus", task.exitstatus}};
}

TaskRecord TaskFromJson(const nlohmann::json& json) {
  TaskRecord task;
  json.at("node").get_to(task.node);
  json.at("pid").get_to(task.pid);
  json.at("pstart").get_to(task.pstart);
  json.at("starttime").get_to(task.starttime);
  json.at("type").get_to(task.type);
  json.at("id").get_to(task.id);
  json.at("user").get_to(task.identity.user);
  json.at("token").get_to(task.identity.token);
  json.at("upid").get_to(task.upid);
  json.at("log").get_to(task.log);
  json.at("running").get_to(task.running);
  json.at("endtime").get_to(task.endtime);
  json.at("exitstatus").get_to(task.exitstatus);
  return task;
}

}  // namespace nexus::simulator

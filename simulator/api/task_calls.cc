#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

constexpr std::int64_t kListed = 50;
constexpr std::size_t kClusterListed = 25;

// A person owns what its tokens did; a token only what it did itself.
bool Owns(const Identity& caller, const TaskRecord& task) {
  return caller.user == task.identity.user &&
         (caller.token.empty() || caller.token == task.identity.token);
}

bool MaySee(const Call& call, const TaskRecord& task) {
  return Owns(call.identity, task) ||
         call.simulation.cluster.accounts.May(call.identity, "/nodes/" + task.node, "Sys.Audit");
}

nlohmann::json BasicRow(const TaskRecord& task) {
  return {{"upid", task.upid},     {"node", task.node},           {"pid", task.pid},
          {"pstart", task.pstart}, {"starttime", task.starttime}, {"type", task.type},
          {"id", task.id}};
}

std::string OutcomeOf(const TaskRecord& task) {
  if (task.exitstatus == "OK") return "ok";
  if (task.exitstatus.starts_with("WARNINGS: ")) return "warning";
  return task.exitstatus == "unexpected status" ? "unknown" : "error";
}

// Whether the task list's filters let it through.
bool IsWanted(const Call& call, const TaskRecord& task) {
  const std::string source = call.Text("source", "archive");
  if (source == "archive" && task.running) return false;
  if (source == "active" && !task.running) return false;
  if (call.Flag("errors") && !task.failed()) return false;
  if (call.Has("vmid") && call.Text("vmid") != task.id) return false;
  if (call.Has("typefilter") && call.Text("typefilter") != task.type) return false;
  if (call.Has("since") && task.starttime < call.Number("since", 0)) return false;
  if (call.Has("until") && task.starttime > call.Number("until", 0)) return false;
  if (call.Has("userfilter") &&
      !absl::StrContains(absl::AsciiStrToLower(task.identity.name()),
                         absl::AsciiStrToLower(call.Text("userfilter")))) {
    return false;
  }
  if (!call.Has("statusfilter")) return true;
  const auto statuses = SplitList(call.Text("statusfilter"));
  return !task.running &&
         std::find(statuses.begin(), statuses.end(), OutcomeOf(task)) != statuses.end();
}

absl::StatusOr<Answer> ListTasks(Call& call) {
  std::vector<const TaskRecord*> wanted;
  for (const TaskRecord* task : call.simulation.tasks.Newest()) {
    if (task->node == call.node() && MaySee(call, *task) && IsWanted(call, *task)) {
      wanted.push_back(task);
    }
  }
  const auto total = static_cast<std::int64_t>(wanted.size());
  const std::int64_t begin = std::min(call.Number("start", 0), total);
  const std::int64_t limit = call.Number("limit", kListed);
  const std::int64_t end = limit == 0 ? total : std::min(begin + limit, total);
  nlohmann::json rows = nlohmann::json::array();
  for (std::int64_t i = begin; i < end; ++i) {
    const TaskRecord& task = *wanted[static_cast<std::size_t>(i)];
    nlohmann::json row = BasicRow(task);
    row["user"] = task.identity.name();
    row["status"] = task.running ? "RUNNING" : task.exitstatus;
    if (!task.running) row["endtime"] = task.endtime;
    rows.push_back(std::move(row));
  }
  return Answer{rows, total};
}

absl::StatusOr<Answer> ListClusterTasks(Call& call) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Node& node : call.simulation.cluster.nodes) {
    std::size_t finished = 0;
    for (const TaskRecord* task : call.simulation.tasks.Newest()) {
      if (task->node != node.name || !MaySee(call, *task)) continue;
      if (!task->running && ++finished > kClusterListed) continue;
      nlohmann::json row = BasicRow(*task);
      row["user"] = task->identity.user;
      if (!task->identity.token.empty()) row["tokenid"] = task->identity.token;
      row["saved"] = task->running ? "0" : "1";
      if (!task->running) {
        row["status"] = task->exitstatus;
        row["endtime"] = task->endtime;
      }
      rows.push_back(std::move(row));
    }
  }
  return Answer{rows};
}

absl::StatusOr<const TaskRecord*> LoadTask(const Call& call, std::string_view privilege) {
  const TaskRecord* task = call.simulation.tasks.Find(call.Text("upid"));
  if (task == nullptr || task->node != call.node()) return BadParameter("upid", "no such task");
  if (!Owns(call.identity, *task)) {
    const absl::Status may = call.Require("/nodes/" + task->node, privilege);
    if (!may.ok()) return may;
  }
  return task;
}

absl::StatusOr<Answer> ShowTask(Call& call) {
  const auto loaded = LoadTask(call, "Sys.Audit");
  if (!loaded.ok()) return loaded.status();
  const TaskRecord& task = **loaded;
  nlohmann::json row = BasicRow(task);
  row["user"] = task.identity.user;
  if (!task.identity.token.empty()) row["tokenid"] = task.identity.token;
  row["status"] = task.running ? "running" : "stopped";
  if (!task.running) row["exitstatus"] = task.exitstatus;
  return Answer{row};
}

absl::StatusOr<Answer> ShowLog(Call& call) {
  const TaskRecord* known = call.simulation.tasks.Find(call.Text("upid"));
  if (known == nullptr) {
    return Answer{{{"n", 1}, {"t", "unable to open file - No such file or directory"}}};
  }
  const auto loaded = LoadTask(call, "Sys.Audit");
  if (!loaded.ok()) return loaded.status();
  std::vector<std::string> lines = known->log;
  if (lines.empty()) lines = {"no content"};
  const auto total = static_cast<std::int64_t>(lines.size());
  const std::int64_t begin = std::min(call.Number("start", 0), total);
  const std::int64_t limit = call.Number("limit", kListed);
  const std::int64_t end = limit == 0 ? total : std::min(begin + limit, total);
  nlohmann::json rows = nlohmann::json::array();
  for (std::int64_t i = begin; i < end; ++i) {
    rows.push_back({{"n", i + 1}, {"t", lines[static_cast<std::size_t>(i)]}});
  }
  return Answer{rows, total};
}

absl::StatusOr<Answer> StopTask(Call& call) {
  const auto task = LoadTask(call, "Sys.Modify");
  if (!task.ok()) return task.status();
  call.simulation.tasks.Stop((*task)->upid);
  return Answer{};
}

}  // namespace

void AddTaskCalls(Router& router) {
  router.Add("GET /nodes/{node}/tasks", Run::kInProxy, "",
             "errors:bool limit:int:0.. since:int source:enum:archive|active|all start:int:0.. "
             "statusfilter:str typefilter:str until:int userfilter:str vmid:vmid",
             AtOnce(ListTasks));
  router.Add("GET /cluster/tasks", Run::kInProxy, "", "", AtOnce(ListClusterTasks));
  router.Add("GET /nodes/{node}/tasks/{upid}/status", Run::kProtected, "", "", AtOnce(ShowTask));
  router.Add("GET /nodes/{node}/tasks/{upid}/log", Run::kProtected, "",
             "limit:int:0.. start:int:0..", AtOnce(ShowLog));
  router.Add("DELETE /nodes/{node}/tasks/{upid}", Run::kProtected, "", "", AtOnce(StopTask));
}

}  // namespace nexus::simulator

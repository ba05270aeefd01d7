#include "simulator/model/task_engine.h"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kRemembered = 300;
constexpr std::uint32_t kTicksPerSecond = 100;

}  // namespace

TaskEngine::TaskEngine(asio::io_context& context, std::uint32_t first_pid, Hooks hooks)
    : context_(context), next_pid_(first_pid), hooks_(std::move(hooks)) {}

std::string TaskEngine::Start(std::string_view node, std::string_view type, std::string_view id,
                              const Identity& identity, TaskBody body) {
  TaskRecord record;
  record.node = node;
  record.pid = NextPid();
  record.starttime = hooks_.now();
  // As if every node had been started at a round moment not long ago.
  record.pstart = static_cast<std::uint32_t>(record.starttime % 10'000'000) * kTicksPerSecond;
  record.type = type;
  record.id = id;
  record.identity = identity;
  record.upid = FormatUpid(record);
  tasks_.push_back(
      std::make_shared<Task>(std::move(record), context_.get_executor(), hooks_.on_step));
  while (tasks_.size() > kRemembered && !tasks_.front()->record().running) tasks_.pop_front();
  asio::co_spawn(context_, Run(tasks_.back(), std::move(body)), asio::detached);
  return tasks_.back()->record().upid;
}

asio::awaitable<void> TaskEngine::Run(std::shared_ptr<Task> task, TaskBody body) {
  absl::Status status = co_await task->Step("begin");
  if (status.ok()) status = co_await body(*task);
  Finish(*task, status);
}

void TaskEngine::Finish(Task& task, const absl::Status& status) {
  TaskRecord& record = task.record();
  record.running = false;
  record.endtime = hooks_.now();
  record.exitstatus = "OK";
  if (!status.ok()) {
    record.exitstatus = Text(status);
    std::replace(record.exitstatus.begin(), record.exitstatus.end(), '\n', ' ');
    if (!WasKilled(status)) record.log.push_back("TASK ERROR: " + record.exitstatus);
  } else if (task.warnings() > 0) {
    record.exitstatus = fmt::format("WARNINGS: {}", task.warnings());
    record.log.push_back("TASK " + record.exitstatus);
  } else {
    record.log.push_back("TASK OK");
  }
  hooks_.on_change();
}

const TaskRecord* TaskEngine::Find(std::string_view upid) const {
  const auto found = std::find_if(tasks_.begin(), tasks_.end(),
                                  [upid](const auto& task) { return task->record().upid == upid; });
  return found == tasks_.end() ? nullptr : &(*found)->record();
}

void TaskEngine::Stop(std::string_view upid) {
  for (const auto& task : tasks_) {
    if (task->record().upid == upid) task->pause().Interrupt(Died("received interrupt"));
  }
}

std::vector<const TaskRecord*> TaskEngine::Newest() const {
  std::vector<const TaskRecord*> newest;
  for (auto task = tasks_.rbegin(); task != tasks_.rend(); ++task) {
    newest.push_back(&(*task)->record());
  }
  return newest;
}

nlohmann::json TaskEngine::ToJson() const {
  nlohmann::json json = {{"next_pid", next_pid_}, {"records", nlohmann::json::array()}};
  for (const auto& task : tasks_) json["records"].push_back(simulator::ToJson(task->record()));
  return json;
}

void TaskEngine::Restore(const nlohmann::json& json) {
  json.at("next_pid").get_to(next_pid_);
  for (const auto& item : json.at("records")) {
    TaskRecord record = TaskFromJson(item);
    if (record.running) {
      record.running = false;
      record.endtime = hooks_.now();
      record.exitstatus = Text(Killed());
    }
    tasks_.push_back(
        std::make_shared<Task>(std::move(record), context_.get_executor(), hooks_.on_step));
  }
}

}  // namespace nexus::simulator

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include "simulator/model/accounts.h"
#include "simulator/model/pause.h"

namespace nexus::simulator {

// What is remembered of a task.
struct TaskRecord {
  std::string node;
  std::uint32_t pid = 0;
  std::uint32_t pstart = 0;  // Clock ticks since boot.
  std::int64_t starttime = 0;
  std::string type;
  std::string id;
  Identity identity;
  std::string upid;

  std::vector<std::string> log;
  bool running = true;
  std::int64_t endtime = 0;
  std::string exitstatus;  // `OK`, `WARNINGS: n`, or what it died of.

  bool failed() const;
};

// `UPID:<node>:<pid>:<pstart>:<starttime>:<type>:<id>:<user>:`.
std::string FormatUpid(const TaskRecord& task);

// Whether `text` has the form of a UPID.
bool IsUpid(std::string_view text);

nlohmann::json ToJson(const TaskRecord& task);
TaskRecord TaskFromJson(const nlohmann::json& json);

// A task at work, as its own body sees it.
class Task {
 public:
  // Where something may be made to go wrong: asked at each step.
  using StepHook = std::function<boost::asio::awaitable<absl::Status>(Task&, std::string)>;

  Task(TaskRecord record, boost::asio::any_io_executor executor, StepHook hook)
      : record_(std::move(record)), pause_(std::move(executor)), hook_(std::move(hook)) {}

  TaskRecord& record() { return record_; }
  Pause& pause() { return pause_; }
  int warnings() const { return warnings_; }

  void Log(std::string line) { record_.log.push_back(std::move(line)); }
  void Warn(std::string_view text);

  // Marks a place between two effects. An error must end the body.
  boost::asio::awaitable<absl::Status> Step(std::string name) { return hook_(*this, name); }

  // Takes time. Fails when the task is stopped meanwhile.
  boost::asio::awaitable<absl::Status> Work(std::int64_t milliseconds) {
    return pause_.For(std::chrono::milliseconds(milliseconds));
  }

 private:
  TaskRecord record_;
  Pause pause_;
  StepHook hook_;
  int warnings_ = 0;
};

using TaskBody = std::function<boost::asio::awaitable<absl::Status>(Task&)>;

}  // namespace nexus::simulator

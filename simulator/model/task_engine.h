#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "simulator/model/task.h"

namespace nexus::simulator {

// Runs tasks and remembers them: each is a coroutine on the io_context.
class TaskEngine {
 public:
  struct Hooks {
    // The cluster's time in seconds.
    std::function<std::int64_t()> now;

    Task::StepHook on_step;

    // Something is worth saving.
    std::function<void()> on_change;
  };

  TaskEngine(boost::asio::io_context& context, std::uint32_t first_pid, Hooks hooks);

  // Starts a task and answers its UPID at once.
  std::string Start(std::string_view node, std::string_view type, std::string_view id,
                    const Identity& identity, TaskBody body);

  // Null when there is none.
  const TaskRecord* Find(std::string_view upid) const;

  // Tells a running task to stop; it ends with `received interrupt`.
  void Stop(std::string_view upid);

  // The newest first.
  std::vector<const TaskRecord*> Newest() const;

  std::uint32_t NextPid() { return next_pid_++; }

  nlohmann::json ToJson() const;

  // What ran when the state was saved has ended with `unexpected status`.
  void Restore(const nlohmann::json& json);

 private:
  boost::asio::awaitable<void> Run(std::shared_ptr<Task> task, TaskBody body);
  void Finish(Task& task, const absl::Status& status);

  boost::asio::io_context& context_;
  std::uint32_t next_pid_;
  Hooks hooks_;
  std::deque<std::shared_ptr<Task>> tasks_;  // The oldest first.
};

}  // namespace nexus::simulator

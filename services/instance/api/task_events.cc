#include "services/instance/api/task_events.h"

#include "libs/base/status.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "services/instance/api/convert.h"

namespace nexus::instance {
namespace {

using type::v1::Task;

bool HasEnded(const Task& task) {
  return task.state() == Task::SUCCEEDED || task.state() == Task::FAILED ||
         task.state() == Task::CANCELLED;
}

TaskResult::Power PowerOf(const scheduler::v1::Guest& guest) {
  switch (guest.power()) {
    case scheduler::v1::Guest::RUNNING:
      return TaskResult::Power::kRunning;
    case scheduler::v1::Guest::STOPPED:
      return TaskResult::Power::kStopped;
    case scheduler::v1::Guest::ABSENT:
      return TaskResult::Power::kAbsent;
    default:
      return TaskResult::Power::kUnknown;
  }
}

}  // namespace

// One that cannot be read concerns us: Apply says so.
bool TaskEvents::Concern(const events::v1::Event& event) {
  scheduler::v1::TaskChanged changed;
  return !changed.ParseFromString(event.payload()) || HasEnded(changed.task());
}

absl::Status TaskEvents::Apply(const events::v1::Event& event) {
  if (event.type() != scheduler::v1::TaskChanged::descriptor()->full_name()) {
    return absl::OkStatus();
  }
  scheduler::v1::TaskChanged changed;
  if (!changed.ParseFromString(event.payload())) {
    return Internal("an event of the scheduler cannot be read");
  }
  const Task& task = changed.task();
  if (!HasEnded(task)) return absl::OkStatus();
  NEXUS_ASSIGN_OR_RETURN(const InstanceName name, ParseInstanceName(task.target()));
  return results_.Apply({.instance = name,
                         .task_id = task.name().substr(task.name().rfind('/') + 1),
                         .succeeded = task.state() == Task::SUCCEEDED,
                         .failure = {task.error().reason(), task.error().message()},
                         .power = PowerOf(changed.guest()),
                         .cleanup_pending = changed.guest().cleanup_pending()});
}

}  // namespace nexus::instance

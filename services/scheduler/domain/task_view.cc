#include "services/scheduler/domain/task_view.h"

#include "libs/base/status.h"
#include "services/scheduler/domain/progress.h"
#include "services/scheduler/domain/progress_json.h"

namespace nexus::scheduler {
namespace {

using TaskProto = type::v1::Task;

void Set(google::protobuf::Timestamp& timestamp, absl::Time time) {
  const std::int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<int>(micros % 1'000'000) * 1000);
}

TaskProto::State StateOf(const queue::Task& task) {
  switch (task.outcome) {
    case queue::Outcome::kSucceeded:
      return TaskProto::SUCCEEDED;
    case queue::Outcome::kFailed:
      return TaskProto::FAILED;
    case queue::Outcome::kCancelled:
      return TaskProto::CANCELLED;
    case queue::Outcome::kOpen:
      break;
  }
  // One that waits for its next try goes on, for those who watch it.
  return task.attempt == 0 ? TaskProto::PENDING : TaskProto::RUNNING;
}

TaskProto::Step::State StateOf(const StepRecord& step) {
  switch (step.state) {
    case StepRecord::State::kRunning:
      return TaskProto::Step::RUNNING;
    case StepRecord::State::kDone:
      return TaskProto::Step::DONE;
    case StepRecord::State::kFailed:
      return TaskProto::Step::FAILED;
    case StepRecord::State::kPending:
      break;
  }
  return TaskProto::Step::PENDING;
}

void AddSteps(const queue::Task& task, const Progress& progress, TaskProto& view) {
  const auto steps = progress.steps.empty() ? PlannedSteps(task.kind) : progress.steps;
  for (const StepRecord& step : steps) {
    TaskProto::Step& added = *view.add_steps();
    added.set_title(std::string(TitleOf(step.name)));
    added.set_state(StateOf(step));
    if (step.start_time) Set(*added.mutable_start_time(), *step.start_time);
    if (step.end_time) Set(*added.mutable_end_time(), *step.end_time);
  }
}

}  // namespace

std::string TaskName(const queue::Task& task) { return task.tenant + "/tasks/" + task.id; }

TaskProto ViewOf(const queue::Task& task) {
  const Progress progress = ProgressFromJson(task.progress);
  TaskProto view;
  view.set_name(TaskName(task));
  view.set_kind(task.kind);
  view.set_state(StateOf(task));
  view.set_progress_percent(task.outcome == queue::Outcome::kSucceeded ? 100 : progress.percent);
  AddSteps(task, progress, view);
  view.set_target(task.serial_key);
  if (!task.error.reason.empty()) {
    view.mutable_error()->set_reason(task.error.reason);
    view.mutable_error()->set_message(task.error.message);
  }
  view.set_attempt(task.attempt);
  Set(*view.mutable_create_time(), task.create_time);
  if (task.start_time) Set(*view.mutable_start_time(), *task.start_time);
  if (task.end_time) Set(*view.mutable_end_time(), *task.end_time);
  view.set_version(task.version);
  return view;
}

v1::TaskChanged ChangeOf(const queue::Task& task) {
  v1::TaskChanged change;
  *change.mutable_task() = ViewOf(task);
  if (task.outcome != queue::Outcome::kOpen) {
    NEXUS_CHECK(change.mutable_guest()->ParseFromString(task.result));
  }
  return change;
}

}  // namespace nexus::scheduler

#include "services/scheduler/domain/queue_view.h"

#include <fmt/format.h>

#include "services/scheduler/domain/cluster.h"
#include "services/scheduler/domain/progress_json.h"
#include "services/scheduler/domain/proto_time.h"
#include "services/scheduler/domain/queue_words.h"
#include "services/scheduler/domain/task_view.h"

namespace nexus::scheduler {
namespace {

using QueueTask = v1::QueueTask;

QueueTask::State StateOf(queue::State state) {
  switch (state) {
    case queue::State::kWaiting:
      return QueueTask::WAITING;
    case queue::State::kRunning:
      return QueueTask::RUNNING;
    case queue::State::kEnded:
      break;
  }
  return QueueTask::ENDED;
}

const type::v1::Task::Step* StepAtWork(const type::v1::Task& task) {
  for (const auto& step : task.steps()) {
    if (step.state() == type::v1::Task::Step::RUNNING) return &step;
  }
  return nullptr;
}

// `attempt 2 of 3, taken over once`.
std::string TriesOf(const QueueTask& task) {
  std::string tries = fmt::format("attempt {}", task.task().attempt());
  if (task.max_attempts() > 0) tries += fmt::format(" of {}", task.max_attempts());
  if (task.rescues() > 0) tries += fmt::format(", taken over {} times", task.rescues());
  if (task.cancel_requested()) tries += ", to be cancelled";
  return tries;
}

std::string SummaryOfRunning(const QueueTask& task) {
  const auto* step = StepAtWork(task.task());
  return fmt::format("It runs: {}, {}", step == nullptr ? "between two steps" : step->title(),
                     TriesOf(task));
}

std::string SummaryOfEnded(const QueueTask& task) {
  if (task.task().has_error()) return fmt::format("It ended: {}", task.task().error().message());
  return "It succeeded";
}

std::string SummaryOfWaiting(const QueueTask& task, const queue::Explanation* explanation) {
  const queue::Rule* hold = explanation == nullptr ? nullptr : explanation->FirstHold();
  if (hold == nullptr) return "Nothing holds it: it begins at any moment";
  if (hold->kind != queue::Rule::Kind::kTime) return SentenceOf(*hold);
  if (task.last_error().empty()) return "It is to begin later";
  return fmt::format("It is tried again later, because {}", task.last_error());
}

}  // namespace

v1::QueueTask QueueViewOf(const queue::QueuedTask& queued, const queue::Explanation* explanation) {
  const queue::Task& task = queued.task;
  QueueTask view;
  *view.mutable_task() = ViewOf(task);
  view.set_state(StateOf(task.state));
  view.set_cluster(ClusterName(task.shard));
  view.set_priority(task.priority);
  view.set_max_attempts(task.max_attempts.value_or(0));
  view.set_rescues(task.rescues);
  view.set_cancel_requested(task.cancel_requested);
  if (task.state != queue::State::kWaiting) return view;
  SetTime(*view.mutable_run_time(), queued.run_at);
  view.set_last_error(ProgressFromJson(task.progress).last_error);
  if (explanation == nullptr) return view;
  const queue::Rule* hold = explanation->FirstHold();
  view.set_waits_for(hold == nullptr ? "Next in line" : ShortlyHeldBy(*hold));
  return view;
}

v1::QueueRule RuleViewOf(const queue::Rule& rule, const std::string& tenant) {
  v1::QueueRule view;
  view.set_kind(static_cast<v1::QueueRule::Kind>(static_cast<int>(rule.kind) + 1));
  view.set_holds(rule.holds);
  view.set_sentence(SentenceOf(rule));
  view.set_used(rule.used);
  view.set_limit(rule.limit);
  if (rule.holds && rule.until) SetTime(*view.mutable_until_time(), *rule.until);
  if (rule.holds && !rule.task.empty()) view.set_task(tenant + "/tasks/" + rule.task);
  for (const queue::Pause& pause : rule.pauses) *view.add_pauses() = PauseViewOf(pause);
  return view;
}

v1::Pause PauseViewOf(const queue::Pause& pause) {
  v1::Pause view;
  view.set_name("pauses/" + pause.id);
  if (!pause.shard.empty()) view.set_cluster(ClusterName(pause.shard));
  view.set_kind(pause.kind);
  view.set_project(pause.tenant);
  view.set_instance(pause.serial_key);
  view.set_reason(pause.reason);
  view.set_author(pause.author);
  SetTime(*view.mutable_create_time(), pause.create_time);
  return view;
}

v1::RetryTasksResponse::Result RetryViewOf(const queue::Retry& retry) {
  using Result = v1::RetryTasksResponse::Result;
  Result view;
  view.set_name(retry.tenant + "/tasks/" + retry.id);
  view.set_outcome(static_cast<Result::Outcome>(static_cast<int>(retry.outcome) + 1));
  return view;
}

std::string SummaryOf(const v1::QueueTask& task, const queue::Explanation* explanation) {
  switch (task.state()) {
    case QueueTask::WAITING:
      return SummaryOfWaiting(task, explanation);
    case QueueTask::RUNNING:
      return SummaryOfRunning(task);
    default:
      return SummaryOfEnded(task);
  }
}

}  // namespace nexus::scheduler

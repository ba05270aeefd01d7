#include "services/scheduler/domain/step_runner.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "libs/base/fault.h"
#include "libs/base/status.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/failure.h"
#include "services/scheduler/domain/task_watch.h"

namespace nexus::scheduler {
namespace {

// Clocks of hypervisors may be behind the database's by this much.
constexpr absl::Duration kClockSlack = absl::Seconds(5);

constexpr absl::Duration kFirstLook = absl::Milliseconds(20);
constexpr absl::Duration kSlowestLook = absl::Seconds(1);

void Fault(const std::string& step, const char* moment) {
  NEXUS_FAULT(fmt::format("scheduler.{}.{}", step, moment));
}

}  // namespace

StepRunner::StepRunner(Hypervisor& hypervisor, Journal& journal, Progress& progress, Slots& slots,
                       StepTimes times)
    : hypervisor_(hypervisor),
      journal_(journal),
      progress_(progress),
      slots_(slots),
      times_(times) {}

AsyncStatus StepRunner::Run(const Step& step) {
  const absl::Status status = co_await RunHeld(step);
  held_.reset();
  co_return status;
}

AsyncStatus StepRunner::RunHeld(const Step& step) {
  const StepRecord& record = StepOf(progress_, step.name);
  if (record.state == StepRecord::State::kDone) co_return absl::OkStatus();
  if (std::exchange(intended_, {}) == step.name) co_return co_await SendIntended(step);
  if (!record.upid.empty() || record.intent_time) {
    held_ = slots_.Count(step.slots);
    co_return co_await Resume(step);
  }
  NEXUS_CO_RETURN_IF_ERROR(MayGoOn());
  co_return co_await Begin(step);
}

absl::Status StepRunner::MayGoOn() const {
  if (journal_.stopping()) return TaskHandedOn();
  if (!ignore_cancellation_ && journal_.cancel_requested()) return TaskCancelled();
  return absl::OkStatus();
}

AsyncStatus StepRunner::TakeSlots(std::vector<std::string> slots) {
  std::function<absl::Status()> may_wait = [this] { return MayGoOn(); };
  auto taken = co_await slots_.Take(std::move(slots), std::move(may_wait));
  if (!taken.ok()) co_return taken.status();
  held_ = *std::move(taken);
  co_return absl::OkStatus();
}

AsyncStatus StepRunner::Begin(const Step& step) {
  const bool first_try = journal_.task().attempt == 1 && journal_.task().rescues == 0;
  if (step.look_first || !first_try) {
    NEXUS_CO_ASSIGN_OR_RETURN(const Goal goal, co_await step.look());
    if (goal == Goal::kReached) co_return ReachedEnd(step.name);
  }
  co_return co_await Send(step);
}

AsyncStatus StepRunner::Resume(const Step& step) {
  if (!StepOf(progress_, step.name).upid.empty()) co_return co_await AwaitTask(step);
  co_return co_await Reconcile(step);
}

AsyncStatus StepRunner::Intend(const std::string& name, std::vector<std::string> slots) {
  NEXUS_CO_RETURN_IF_ERROR(co_await TakeSlots(std::move(slots)));
  MarkIntent(name);
  intended_ = name;
  co_return absl::OkStatus();
}

void StepRunner::MarkIntent(const std::string& name) {
  StepRecord& record = StepOf(progress_, name);
  record.state = StepRecord::State::kRunning;
  record.intent_time = journal_.Now();
  if (!record.start_time) record.start_time = record.intent_time;
}

AsyncStatus StepRunner::Send(const Step& step) {
  if (held_ == nullptr) NEXUS_CO_RETURN_IF_ERROR(co_await TakeSlots(step.slots));
  MarkIntent(step.name);
  if (!step.repeatable) NEXUS_CO_RETURN_IF_ERROR(co_await Save(/*announce=*/true));
  co_return co_await SendIntended(step);
}

AsyncStatus StepRunner::SendIntended(const Step& step) {
  Fault(step.name, "after_intent");
  const auto sent = co_await step.send();
  Fault(step.name, "after_send");
  if (FailureOf(sent.status()) == Failure::kUnknownOutcome) {
    progress_.last_unanswered = journal_.Now();
    NEXUS_CO_RETURN_IF_ERROR(co_await Save(/*announce=*/false));
    co_return co_await Reconcile(step);
  }
  if (!sent.ok()) co_return co_await Settle(step, sent.status());
  if (sent->empty()) co_return ReachedEnd(step.name);
  StepOf(progress_, step.name).upid = *sent;
  NEXUS_CO_RETURN_IF_ERROR(co_await Save(/*announce=*/false));
  Fault(step.name, "after_upid");
  co_return co_await AwaitTask(step);
}

AsyncStatus StepRunner::AwaitTask(const Step& step) {
  const StepRecord record = StepOf(progress_, step.name);
  const absl::Time begun = record.intent_time.value_or(journal_.Now());
  const TaskWatch watch(hypervisor_, journal_, step.abortable && !ignore_cancellation_);
  const absl::Status result = co_await watch.Await(record.upid, begun, begun + step.limit);
  if (result.code() == absl::StatusCode::kDeadlineExceeded)
    co_return TaskTimedOut(TitleOf(step.name));
  if (result.ok()) co_return ReachedEnd(step.name);
  if (FailureOf(result) == Failure::kNone) co_return result;
  co_return co_await Settle(step, result);
}

// The call was refused or its task failed. It may have reached its goal all the
// same: a start of what runs already is an error.
AsyncStatus StepRunner::Settle(const Step& step, absl::Status result) {
  const Failure failure = FailureOf(result);
  if (failure == Failure::kWrongState || failure == Failure::kUnknownOutcome ||
      failure == Failure::kNotFound || failure == Failure::kAlreadyExists) {
    const auto goal = co_await WaitWhileUnderWay(step);
    if (goal.ok() && *goal == Goal::kReached) co_return ReachedEnd(step.name);
  }
  Forget(step.name);
  co_return result;
}

// Nobody told what became of the call: look for its effect and for its task
// until neither can appear any more, then send it again.
AsyncStatus StepRunner::Reconcile(const Step& step) {
  const absl::Time sent = *StepOf(progress_, step.name).intent_time;
  if (!progress_.last_unanswered || *progress_.last_unanswered < sent) {
    progress_.last_unanswered = sent;
  }
  const absl::Time latest = sent + times_.unanswered_wait;
  for (absl::Duration pause = kFirstLook;; pause = std::min(pause * 2, kSlowestLook)) {
    if (journal_.stopping()) co_return TaskHandedOn();
    const auto goal = co_await WaitWhileUnderWay(step);
    if (goal.ok() && *goal == Goal::kReached) co_return ReachedEnd(step.name);
    NEXUS_CO_ASSIGN_OR_RETURN(const bool adopted, co_await Adopt(step));
    if (adopted) co_return co_await AwaitTask(step);
    if (goal.ok() && journal_.Now() >= latest) break;
    if (journal_.Now() >= latest + step.limit) co_return TaskTimedOut(TitleOf(step.name));
    co_await Pause(pause);
  }
  Forget(step.name);
  NEXUS_CO_RETURN_IF_ERROR(MayGoOn());
  co_return co_await Send(step);
}

Async<Goal> StepRunner::WaitWhileUnderWay(const Step& step) {
  const absl::Time end = journal_.Now() + step.limit;
  absl::Duration pause = kFirstLook;
  while (true) {
    const auto goal = co_await step.look();
    if (!goal.ok() || *goal != Goal::kUnderWay) co_return goal;
    if (journal_.stopping()) co_return TaskHandedOn();
    if (journal_.Now() >= end) co_return Goal::kNotReached;
    co_await Pause(pause);
    pause = std::min(pause * 2, kSlowestLook);
  }
}

// Finds the hypervisor's task of a call whose answer was lost.
Async<bool> StepRunner::Adopt(const Step& step) {
  if (step.task_type.empty()) co_return false;
  const absl::Time since = *StepOf(progress_, step.name).intent_time - kClockSlack;
  const GuestRef where = step.where();
  const auto found = co_await hypervisor_.FindTasks(where, step.task_type, since);
  if (!found.ok()) co_return false;  // Not known yet; the caller looks again.
  for (const std::string& upid : *found) {
    if (std::ranges::find(progress_.steps, upid, &StepRecord::upid) != progress_.steps.end()) {
      continue;
    }
    // One that has ended shows its effect; it may also be older than this call.
    const auto state = co_await hypervisor_.ReadTask(upid);
    if (!state.ok() || !state->running) continue;
    StepOf(progress_, step.name).upid = upid;
    NEXUS_CO_RETURN_IF_ERROR(co_await Save(/*announce=*/false));
    co_return true;
  }
  co_return false;
}

void StepRunner::Forget(const std::string& name) {
  if (std::exchange(intended_, {}) == name) held_.reset();
  StepRecord& record = StepOf(progress_, name);
  record.intent_time.reset();
  record.upid.clear();
}

bool StepRunner::IsDone(const std::string& name) const {
  const auto found = std::ranges::find(progress_.steps, name, &StepRecord::name);
  return found != progress_.steps.end() && found->state == StepRecord::State::kDone;
}

void StepRunner::Finish(const std::string& name) {
  if (IsDone(name)) return;
  StepRecord& record = StepOf(progress_, name);
  record.state = StepRecord::State::kDone;
  record.end_time = journal_.Now();
  if (!record.start_time) record.start_time = record.end_time;
  progress_.percent = std::max(progress_.percent, PercentAfter(journal_.task().kind, name));
  unsaved_outcomes_.push_back(name);
}

absl::Status StepRunner::ReachedEnd(const std::string& name) {
  Finish(name);
  return absl::OkStatus();
}

AsyncStatus StepRunner::Save(bool announce) {
  NEXUS_CO_RETURN_IF_ERROR(co_await journal_.Save(progress_, announce));
  OutcomesSaved();
  co_return absl::OkStatus();
}

void StepRunner::OutcomesSaved() {
  for (const std::string& name : std::exchange(unsaved_outcomes_, {})) {
    Fault(name, "after_outcome");
  }
}

}  // namespace nexus::scheduler

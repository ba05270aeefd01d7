#include "services/scheduler/domain/task_runner.h"

#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "nexus/scheduler/v1/error_reason.pb.h"
#include "services/scheduler/domain/create_guest.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/failure.h"

namespace nexus::scheduler {
namespace {

constexpr absl::Duration kStartLimit = absl::Minutes(10);

// A task that ends its process again and again must not do so for ever.
constexpr int kMostRescues = 20;

// `projects/p/instances/i` -> `i`.
std::string LastSegment(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// The errors that decide a task. Any other is not about the work but about us:
// the database does not answer, the lease is lost, the process leaves.
bool Decides(const absl::Status& status) {
  if (FailureOf(status) != Failure::kNone) return true;
  const std::string reason = ReasonOf(status);
  return reason == "NOT_OURS" || reason == "GUEST_ABSENT" || reason == "TASK_CANCELLED" ||
         reason == "TASK_TIMED_OUT" || reason == "NO_CLUSTER_FITS" || reason == "HYPERVISOR_FAILED";
}

queue::TaskError ErrorOf(const Progress& progress, const absl::Status& status) {
  if (FailureOf(status) == Failure::kNone) return {ReasonOf(status), MessageOf(status)};
  std::string_view title = "The task";
  for (const StepRecord& step : progress.steps) {
    if (step.state == StepRecord::State::kRunning) title = TitleOf(step.name);
  }
  return {v1::ErrorReason_Name(v1::HYPERVISOR_FAILED),
          fmt::format("`{}` failed: {}", title, MessageOf(status))};
}

void FailRunningSteps(Progress& progress, absl::Time now) {
  for (StepRecord& step : progress.steps) {
    if (step.state != StepRecord::State::kRunning) continue;
    step.state = StepRecord::State::kFailed;
    step.end_time = now;
  }
}

v1::Guest AbsentGuest() {
  v1::Guest guest;
  guest.set_power(v1::Guest::ABSENT);
  return guest;
}

}  // namespace

// One run of a task.
struct TaskRunner::Work {
  Work(std::shared_ptr<Journal> its_journal, Progress its_progress, Hypervisor& hypervisor,
       Slots& slots, StepTimes times)
      : journal(std::move(its_journal)),
        progress(std::move(its_progress)),
        steps(hypervisor, *journal, progress, slots, times) {}

  const queue::Task& task() const { return journal->task(); }
  std::string instance() const { return LastSegment(task().serial_key); }

  std::shared_ptr<Journal> journal;
  Progress progress;
  StepRunner steps;
};

TaskRunner::TaskRunner(Hypervisor& hypervisor, TaskSettings settings, std::string storage,
                       std::function<Async<Inventory>(bool)> inventory)
    : hypervisor_(hypervisor),
      settings_(std::move(settings)),
      slots_(settings_.slots),
      storage_(std::move(storage)),
      inventory_(std::move(inventory)) {}

Mark TaskRunner::MarkFor(const Work& work, const std::string& operation) const {
  return {settings_.installation, work.instance(), operation};
}

boost::asio::awaitable<void> TaskRunner::Run(std::shared_ptr<Journal> journal, Progress progress) {
  Work work(std::move(journal), std::move(progress), hypervisor_, slots_, settings_.step_times);
  if (work.progress.steps.empty()) work.progress.steps = PlannedSteps(work.task().kind);
  const bool decided = work.task().outcome != queue::Outcome::kOpen;
  absl::Status taken;
  if (decided) {
    taken = co_await CleanUp(work);
  } else {
    taken = co_await Take(work);
  }
  const absl::Status concluded = co_await Conclude(work, taken);
  if (!concluded.ok() && ReasonOf(concluded) != "TASK_HANDED_ON") {
    spdlog::warn("letting go of a task, it is taken up again task={} what={}", work.task().id,
                 concluded.ToString());
  }
}

AsyncStatus TaskRunner::Take(Work& work) {
  if (work.task().rescues > kMostRescues && work.task().kind != "delete") {
    co_return HypervisorError(Failure::kOther, "the task was taken over too often");
  }
  const std::string& kind = work.task().kind;
  if (kind == "create") co_return co_await Create(work);
  if (kind == "start") co_return co_await Start(work);
  if (kind == "stop") co_return co_await Stop(work);
  NEXUS_CHECK(kind == "delete");
  co_return co_await Delete(work);
}

AsyncStatus TaskRunner::Create(Work& work) {
  v1::GuestSpec spec;
  NEXUS_CHECK(spec.ParseFromString(work.task().payload));
  const Mark mark = MarkFor(work, work.task().id);
  CreateGuest create({hypervisor_, *work.journal, work.progress, work.steps, inventory_, storage_},
                     std::move(spec), mark);
  NEXUS_CO_RETURN_IF_ERROR(co_await create.Run());
  Decision decision;
  decision.guest.set_power(v1::Guest::RUNNING);
  decision.guest.set_node(work.progress.node);
  decision.guest.set_vmid(work.progress.vmid);
  NEXUS_CO_RETURN_IF_ERROR(co_await work.journal->End(work.progress, decision));
  work.steps.OutcomesSaved();
  co_return absl::OkStatus();
}

// Where the instance's guest is, remembered from here on.
Async<GuestRecord> TaskRunner::RecordOf(Work& work) const {
  NEXUS_CO_ASSIGN_OR_RETURN(const auto record, co_await work.journal->FindGuest());
  if (!record) co_return GuestAbsent();
  work.progress.vmid = record->vmid;
  if (work.progress.node.empty()) work.progress.node = record->node;
  co_return *record;
}

AsyncStatus TaskRunner::Start(Work& work) {
  NEXUS_CO_ASSIGN_OR_RETURN(const GuestRecord record, co_await RecordOf(work));
  const GuestRef where{work.progress.node, record.vmid};
  OwnedGuest guest(hypervisor_, *work.journal, where, MarkFor(work, record.operation));
  Step step;
  step.name = "start";
  step.task_type = "qmstart";
  step.limit = kStartLimit;
  step.slots.push_back(NodeSlot(where.node));
  step.look_first = true;
  step.where = [&guest] { return guest.where(); };
  step.look = [&guest]() -> Async<Goal> {
    NEXUS_CO_ASSIGN_OR_RETURN(const bool running, co_await guest.IsRunning());
    co_return running ? Goal::kReached : Goal::kNotReached;
  };
  step.send = [&guest] { return guest.Start(); };
  NEXUS_CO_RETURN_IF_ERROR(co_await work.steps.Run(step));
  work.progress.node = guest.where().node;
  Decision decision;
  decision.guest = co_await ReadGuest(work);
  co_return co_await work.journal->End(work.progress, decision);
}

AsyncStatus TaskRunner::Stop(Work& work) {
  NEXUS_CO_ASSIGN_OR_RETURN(const GuestRecord record, co_await RecordOf(work));
  const GuestRef where{work.progress.node, record.vmid};
  OwnedGuest guest(hypervisor_, *work.journal, where, MarkFor(work, record.operation));
  Step step;
  step.name = "shutdown";
  step.task_type = "qmshutdown";
  step.limit = settings_.shutdown_patience + absl::Minutes(1);
  step.slots.push_back(NodeSlot(where.node));
  step.look_first = true;
  step.where = [&guest] { return guest.where(); };
  step.look = [&guest]() -> Async<Goal> {
    NEXUS_CO_ASSIGN_OR_RETURN(const bool running, co_await guest.IsRunning());
    co_return running ? Goal::kNotReached : Goal::kReached;
  };
  step.send = [this, &guest] { return guest.Shutdown(settings_.shutdown_patience); };
  NEXUS_CO_RETURN_IF_ERROR(co_await work.steps.Run(step));
  work.progress.node = guest.where().node;
  Decision decision;
  decision.guest = co_await ReadGuest(work);
  co_return co_await work.journal->End(work.progress, decision);
}

AsyncStatus TaskRunner::Delete(Work& work) {
  const auto record = co_await RecordOf(work);
  if (record.ok()) {
    RemoveGuest remove(hypervisor_, *work.journal, work.progress, work.steps,
                       settings_.removal_times, MarkFor(work, record->operation));
    NEXUS_CO_RETURN_IF_ERROR(co_await remove.Run());
  } else if (ReasonOf(record.status()) != "GUEST_ABSENT") {
    co_return record.status();
  }
  for (const StepRecord& step : PlannedSteps("delete")) work.steps.Finish(step.name);
  Decision decision;
  decision.guest = AbsentGuest();
  NEXUS_CO_RETURN_IF_ERROR(co_await work.journal->End(work.progress, decision));
  work.steps.OutcomesSaved();
  co_return absl::OkStatus();
}

// What a failed create has made, removed; its outcome is announced already.
AsyncStatus TaskRunner::CleanUp(Work& work) {
  RemoveGuest remove(hypervisor_, *work.journal, work.progress, work.steps, settings_.removal_times,
                     MarkFor(work, work.task().id));
  const absl::Status removed = co_await remove.Run();
  if (!removed.ok()) {
    if (!Decides(removed)) co_return removed;
    co_return co_await TryLater(work, removed);
  }
  Decision decision;
  decision.outcome = work.task().outcome;
  decision.guest = AbsentGuest();
  NEXUS_CO_RETURN_IF_ERROR(co_await work.journal->End(work.progress, decision));
  work.steps.OutcomesSaved();
  co_return absl::OkStatus();
}

bool TaskRunner::MayTryAgain(const Work& work, const absl::Status& status) const {
  const queue::Task& task = work.task();
  if (task.kind == "delete") return true;
  if (work.journal->cancel_requested() || !IsTransient(FailureOf(status))) return false;
  return task.attempt < task.max_attempts.value_or(task.attempt + 1);
}

AsyncStatus TaskRunner::Conclude(Work& work, absl::Status status) {
  if (status.ok() || !Decides(status)) co_return status;
  if (MayTryAgain(work, status)) co_return co_await TryLater(work, status);
  Decision decision;
  decision.outcome =
      ReasonOf(status) == "TASK_CANCELLED" ? queue::Outcome::kCancelled : queue::Outcome::kFailed;
  decision.error = ErrorOf(work.progress, status);
  spdlog::info("a task did not succeed task={} kind={} reason={} what={}", work.task().id,
               work.task().kind, decision.error.reason, decision.error.message);
  FailRunningSteps(work.progress, work.journal->Now());
  if (work.task().kind == "create") co_return co_await FailCreate(work, decision);
  co_return co_await FailVerb(work, decision);
}

AsyncStatus TaskRunner::FailCreate(Work& work, Decision decision) {
  if (!work.progress.may_have_guest) {
    decision.guest = AbsentGuest();
    co_return co_await work.journal->End(work.progress, decision);
  }
  decision.guest.set_node(work.progress.node);
  decision.guest.set_vmid(work.progress.vmid);
  decision.guest.set_cleanup_pending(true);
  NEXUS_CO_RETURN_IF_ERROR(co_await work.journal->Decide(work.progress, decision));
  co_return co_await CleanUp(work);
}

// A verb that failed leaves the guest as it is seen to be.
AsyncStatus TaskRunner::FailVerb(Work& work, Decision decision) {
  if (decision.error.reason == "GUEST_ABSENT") {
    decision.guest = AbsentGuest();
  } else {
    decision.guest = co_await ReadGuest(work);
  }
  co_return co_await work.journal->End(work.progress, decision);
}

AsyncStatus TaskRunner::TryLater(Work& work, const absl::Status& status) {
  const int attempt = work.task().attempt;
  const absl::Duration delay = settings_.backoff.DelayAfter(attempt, RetryAfterOf(status), random_);
  spdlog::info("a task is tried again later task={} kind={} attempt={} delay_ms={} what={}",
               work.task().id, work.task().kind, attempt, absl::ToInt64Milliseconds(delay),
               MessageOf(status));
  work.progress.last_error = MessageOf(status);
  co_return co_await work.journal->RunAgain(work.progress, delay);
}

boost::asio::awaitable<v1::Guest> TaskRunner::ReadGuest(Work& work) const {
  v1::Guest guest;
  guest.set_node(work.progress.node);
  guest.set_vmid(work.progress.vmid);
  const GuestRef where{work.progress.node, work.progress.vmid};
  const auto running = co_await hypervisor_.IsRunning(where);
  if (running.ok()) guest.set_power(*running ? v1::Guest::RUNNING : v1::Guest::STOPPED);
  co_return guest;
}

}  // namespace nexus::scheduler

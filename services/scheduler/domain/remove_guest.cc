#include "services/scheduler/domain/remove_guest.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/failure.h"
#include "services/scheduler/domain/task_watch.h"

namespace nexus::scheduler {
namespace {

constexpr absl::Duration kStopLimit = absl::Minutes(2);
constexpr absl::Duration kDestroyLimit = absl::Minutes(15);

// `local-lvm:vm-105-disk-0`, `local:105/vm-105-disk-0.qcow2`: made for that guest.
bool IsNamedAfter(const std::string& volume, int vmid) {
  const std::string_view name = std::string_view(volume).substr(volume.find_last_of(":/") + 1);
  return name.starts_with(fmt::format("vm-{}-", vmid));
}

}  // namespace

RemoveGuest::RemoveGuest(Hypervisor& hypervisor, Journal& journal, Progress& progress,
                         StepRunner& steps, RemovalTimes times, Mark mark)
    : hypervisor_(hypervisor),
      journal_(journal),
      progress_(progress),
      steps_(steps),
      times_(times),
      mark_(std::move(mark)) {
  steps_.IgnoreCancellation();
}

OwnedGuest RemoveGuest::Guest() const {
  return OwnedGuest(hypervisor_, journal_, {progress_.node, progress_.vmid}, mark_);
}

AsyncStatus RemoveGuest::Run() {
  NEXUS_CO_RETURN_IF_ERROR(co_await EndOpenTasks());
  while (true) {
    NEXUS_CO_ASSIGN_OR_RETURN(const Presence presence, co_await Look());
    if (presence == Presence::kOurs) {
      OwnedGuest guest = Guest();
      NEXUS_CO_RETURN_IF_ERROR(co_await Unprotect(guest));
      NEXUS_CO_RETURN_IF_ERROR(co_await Stop(guest));
      NEXUS_CO_RETURN_IF_ERROR(co_await Destroy(guest));
    }
    steps_.Finish("stop");
    steps_.Finish("destroy");
    NEXUS_CO_ASSIGN_OR_RETURN(const bool absent, co_await ConfirmAbsent());
    if (absent) break;
    // A late effect of an earlier call: once more.
    for (const char* name : {"stop", "destroy"}) {
      StepOf(progress_, name) = StepRecord{.name = name};
    }
  }
  steps_.Finish("absence");
  co_return absl::OkStatus();
}

// What a failed create began may still be running, and holds the guest's lock.
AsyncStatus RemoveGuest::EndOpenTasks() {
  for (StepRecord& record : progress_.steps) {
    const bool removal = record.name == "stop" || record.name == "destroy";
    if (removal || record.state == StepRecord::State::kDone) continue;
    if (!record.upid.empty()) {
      if (!journal_.MaySend()) co_return TaskHandedOn();
      const absl::Status stopped = co_await hypervisor_.StopTask(record.upid);
      if (!stopped.ok() && FailureOf(stopped) != Failure::kNotFound) co_return stopped;
      const TaskWatch watch(hypervisor_, journal_);
      const absl::Time now = journal_.Now();
      const absl::Status ended = co_await watch.Await(record.upid, now, now + kStopLimit);
      // How it ended does not matter any more, only that it has.
      if (FailureOf(ended) == Failure::kNone && !ended.ok()) co_return ended;
    } else if (record.intent_time) {
      progress_.last_unanswered =
          std::max(progress_.last_unanswered.value_or(absl::InfinitePast()), *record.intent_time);
    }
    record.upid.clear();
    record.intent_time.reset();
    if (record.state == StepRecord::State::kRunning) record.state = StepRecord::State::kFailed;
  }
  co_return absl::OkStatus();
}

// The view knows every guest of the cluster, but shows only what we may see: an
// empty one tells of a lost privilege, not of an empty cluster.
Async<RemoveGuest::Presence> RemoveGuest::Look() {
  NEXUS_CO_ASSIGN_OR_RETURN(const Resources resources, co_await hypervisor_.ReadResources());
  NEXUS_CO_ASSIGN_OR_RETURN(const bool quorate, co_await hypervisor_.IsQuorate());
  if (!quorate) co_return HypervisorError(Failure::kNoQuorum, "the cluster has no quorum");
  if (!resources.AllNodesOnline()) {
    co_return HypervisorError(Failure::kNodeDown, "not every node is online");
  }
  if (resources.guests.empty()) {
    co_return HypervisorError(Failure::kForbidden, "the cluster shows no guest at all");
  }
  const GuestRow* row = resources.FindGuest(progress_.vmid);
  if (row != nullptr) progress_.node = row->node;
  const GuestRef where{progress_.node, progress_.vmid};
  const auto options = co_await hypervisor_.ReadConfig(where);
  if (FailureOf(options.status()) == Failure::kNotFound) co_return Presence::kAbsent;
  if (!options.ok()) co_return options.status();
  const bool ours = MarkOf(OptionOf(*options, "description")) == mark_;
  co_return ours ? Presence::kOurs : Presence::kForeign;
}

// A clone of a protected template is protected, and then cannot be destroyed.
AsyncStatus RemoveGuest::Unprotect(OwnedGuest& guest) {
  NEXUS_CO_ASSIGN_OR_RETURN(const GuestOptions options, co_await guest.Verified());
  if (OptionOf(options, "protection") != "1") co_return absl::OkStatus();
  GuestOptions change;
  change["protection"] = "0";
  co_return co_await guest.Configure(std::move(change));
}

AsyncStatus RemoveGuest::Stop(OwnedGuest& guest) {
  Step step;
  step.name = "stop";
  step.task_type = "qmstop";
  step.limit = kStopLimit;
  step.slots.push_back(NodeSlot(guest.where().node));
  step.look_first = true;
  step.where = [&guest] { return guest.where(); };
  step.look = [&guest]() -> Async<Goal> {
    const auto running = co_await guest.IsRunning();
    if (FailureOf(running.status()) == Failure::kNotFound) co_return Goal::kReached;
    if (!running.ok()) co_return running.status();
    co_return *running ? Goal::kNotReached : Goal::kReached;
  };
  step.send = [&guest] { return guest.Stop(); };
  co_return co_await steps_.Run(step);
}

AsyncStatus RemoveGuest::Destroy(OwnedGuest& guest) {
  Step step;
  step.name = "destroy";
  step.task_type = "qmdestroy";
  step.limit = kDestroyLimit;
  step.slots.push_back(NodeSlot(guest.where().node));
  step.where = [&guest] { return guest.where(); };
  step.look = [this]() -> Async<Goal> {
    NEXUS_CO_ASSIGN_OR_RETURN(const Presence presence, co_await Look());
    co_return presence == Presence::kOurs ? Goal::kNotReached : Goal::kReached;
  };
  step.send = [&guest] { return guest.Destroy(); };
  co_return co_await steps_.Run(step);
}

// A disk that could not be freed is only a warning to the hypervisor. Called when
// the guest is absent, so nothing that is named after its id is in use.
AsyncStatus RemoveGuest::DeleteLeaks() {
  NEXUS_CO_ASSIGN_OR_RETURN(const Resources resources, co_await hypervisor_.ReadResources());
  std::set<std::string> seen;
  for (const StorageRow& storage : resources.storages) {
    if (!storage.images) continue;
    if (storage.shared && !seen.insert(storage.id).second) continue;
    NEXUS_CO_ASSIGN_OR_RETURN(const auto volumes, co_await hypervisor_.ListVolumes(
                                                      storage.node, storage.id, progress_.vmid));
    for (const Volume& volume : volumes) {
      if (volume.vmid != progress_.vmid || !IsNamedAfter(volume.id, progress_.vmid)) continue;
      NEXUS_CO_RETURN_IF_ERROR(co_await DeleteLeak(storage.node, volume));
    }
  }
  co_return absl::OkStatus();
}

AsyncStatus RemoveGuest::DeleteLeak(std::string node, Volume volume) {
  NEXUS_CO_ASSIGN_OR_RETURN(const Presence presence, co_await Look());
  if (presence != Presence::kAbsent) co_return absl::OkStatus();
  if (!journal_.MaySend()) co_return TaskHandedOn();
  spdlog::warn("deleting a disk that a removed guest left behind volume={}", volume.id);
  NEXUS_CO_ASSIGN_OR_RETURN(const std::string upid,
                            co_await hypervisor_.DeleteVolume(node, volume.id));
  if (upid.empty()) co_return absl::OkStatus();
  const TaskWatch watch(hypervisor_, journal_);
  const absl::Time now = journal_.Now();
  co_return co_await watch.Await(upid, now, now + kDestroyLimit);
}

// False when the guest has appeared again.
Async<bool> RemoveGuest::ConfirmAbsent() {
  StepRecord& record = StepOf(progress_, "absence");
  record.state = StepRecord::State::kRunning;
  record.start_time = journal_.Now();
  NEXUS_CO_RETURN_IF_ERROR(co_await steps_.Save(/*announce=*/true));
  NEXUS_CO_ASSIGN_OR_RETURN(const Presence first, co_await Look());
  if (first == Presence::kOurs) co_return false;
  if (first == Presence::kAbsent) NEXUS_CO_RETURN_IF_ERROR(co_await DeleteLeaks());

  absl::Time second_look = journal_.Now() + times_.confirm_delay;
  if (progress_.last_unanswered) {
    second_look = std::max(second_look, *progress_.last_unanswered + times_.unanswered_wait);
  }
  NEXUS_CO_RETURN_IF_ERROR(co_await WaitUntil(second_look));
  NEXUS_CO_ASSIGN_OR_RETURN(const Presence second, co_await Look());
  if (second == Presence::kAbsent) NEXUS_CO_RETURN_IF_ERROR(co_await DeleteLeaks());
  co_return second != Presence::kOurs;
}

AsyncStatus RemoveGuest::WaitUntil(absl::Time time) {
  constexpr absl::Duration kSlice = absl::Milliseconds(200);
  while (journal_.Now() < time) {
    if (journal_.stopping()) co_return TaskHandedOn();
    co_await Pause(std::min(kSlice, time - journal_.Now()));
  }
  co_return absl::OkStatus();
}

}  // namespace nexus::scheduler

#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/config_change.h"
#include "simulator/api/guest_options.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using LockMode = GuestLocks::Mode;

absl::StatusOr<Answer> ShowConfig(Call& call) {
  const auto loaded = call.LoadGuest();
  if (!loaded.ok()) return loaded.status();
  if (call.Has("snapshot")) {
    return Died(fmt::format("snapshot '{}' does not exist", call.Text("snapshot")));
  }
  const Guest& guest = **loaded;
  nlohmann::json config = {{"digest", guest.Digest()}};
  for (const auto& [name, value] : guest.config) config[name] = ShownOption(name, value);
  if (!call.Flag("current")) {
    for (const auto& [name, value] : guest.pending) config[name] = ShownOption(name, value);
    for (const std::string& name : guest.pending_deletes) config.erase(name);
  }
  return Answer{config};
}

// Changes the guest under its lock file, as it is once the lock is held.
asio::awaitable<absl::Status> ChangeLocked(Simulation& simulation, int vmid, std::string node,
                                           ConfigChange change, Pause& pause) {
  const auto patience = std::chrono::milliseconds(simulation.settings.lock_wait_ms);
  auto lock = co_await simulation.locks.Acquire(vmid, LockMode::kExclusive, patience, pause);
  if (!lock.ok()) co_return lock.status();
  const auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) co_return guest.status();
  NEXUS_CO_RETURN_IF_ERROR(CheckChangeable(**guest, change));
  co_return ApplyChange(simulation, **guest, change);
}

asio::awaitable<absl::StatusOr<Answer>> PutConfig(Call& call) {
  const auto change = ParseConfigChange(call);
  if (!change.ok()) co_return change.status();
  const auto guest = call.LoadGuest();
  if (!guest.ok()) co_return guest.status();
  // Before the lock file, which a clone at work holds: that would take ten seconds to say the same.
  NEXUS_CO_RETURN_IF_ERROR(CheckUnlocked(**guest, *change));
  Pause pause(call.simulation.context.get_executor());
  NEXUS_CO_RETURN_IF_ERROR(
      co_await ChangeLocked(call.simulation, call.vmid(), call.node(), *change, pause));
  co_return Answer{};
}

asio::awaitable<absl::Status> ConfigTask(Simulation& simulation, int vmid, std::string node,
                                         ConfigChange change, Task& task) {
  for (const auto& [name, value] : change.set) {
    task.Log(
        fmt::format("update VM {}: -{} {}", vmid, name, name == "cipassword" ? "<hidden>" : value));
  }
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Work(simulation.settings.config_ms));
  co_return co_await ChangeLocked(simulation, vmid, node, std::move(change), task.pause());
}

// Waits for the task as long as the caller asked; null when it ended well.
asio::awaitable<absl::StatusOr<Answer>> AwaitBriefly(Call& call, std::string upid) {
  constexpr std::chrono::milliseconds kLook(10);
  const auto deadline =
      Pause::Clock::now() + std::chrono::seconds(call.Number("background_delay", 0));
  Pause pause(call.simulation.context.get_executor());
  while (Pause::Clock::now() < deadline) {
    const TaskRecord* task = call.simulation.tasks.Find(upid);
    if (task != nullptr && !task->running) {
      if (!task->failed()) co_return Answer{};
      co_return Died(fmt::format("failed to update VM {}: {}", call.vmid(), task->exitstatus));
    }
    NEXUS_CO_RETURN_IF_ERROR(co_await pause.For(kLook));
  }
  co_return Answer{std::move(upid)};
}

asio::awaitable<absl::StatusOr<Answer>> PostConfig(Call& call) {
  auto change = ParseConfigChange(call);
  if (!change.ok()) co_return change.status();
  const auto guest = call.LoadGuest();
  if (!guest.ok()) co_return guest.status();
  NEXUS_CO_RETURN_IF_ERROR(CheckChangeable(**guest, *change));
  Simulation& simulation = call.simulation;
  auto body = [&simulation, vmid = call.vmid(), node = call.node(), change = *std::move(change)](
                  Task& task) { return ConfigTask(simulation, vmid, node, change, task); };
  auto started = co_await call.StartTask("qmconfig", call.Text("vmid"), std::move(body));
  if (!started.ok() || !call.Has("background_delay")) co_return started;
  co_return co_await AwaitBriefly(call, started->data);
}

}  // namespace

void AddGuestConfigCalls(Router& router) {
  constexpr char kMayChangeSomething[] =
      "VM.Config.Disk|VM.Config.CDROM|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|"
      "VM.Config.HWType|VM.Config.Options|VM.Config.Cloudinit@/vms/{vmid}";
  const std::string options =
      std::string(kGuestOptions) +
      "delete:configid-list digest:str:..40 force:bool revert:configid-list skiplock:bool ";
  router.Add("GET /nodes/{node}/qemu/{vmid}/config", Run::kInProxy, "VM.Audit@/vms/{vmid}",
             "current:bool snapshot:configid:..40", AtOnce(ShowConfig));
  router.Add("PUT /nodes/{node}/qemu/{vmid}/config", Run::kProtected, kMayChangeSomething, options,
             PutConfig);
  router.Add("POST /nodes/{node}/qemu/{vmid}/config", Run::kProtected, kMayChangeSomething,
             options + "background_delay:int:1..30 import-working-storage:storage", PostConfig);
}

}  // namespace nexus::simulator

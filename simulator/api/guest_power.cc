#include "simulator/api/guest_power.h"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

#include "simulator/api/config_change.h"
#include "simulator/api/guest_disks.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using LockMode = GuestLocks::Mode;

constexpr std::int64_t kMillisecondsPerSecond = 1000;

// What makes QEMU refuse, or Proxmox VE before it.
absl::Status CheckStartable(Simulation& simulation, const Guest& guest, Task& task) {
  const Cluster& cluster = simulation.cluster;
  const int host_cpus = cluster.FindNode(guest.node)->cpus;
  if (guest.cpus() > host_cpus) {
    return Died(fmt::format("MAX {} vcpus allowed per VM on this node", host_cpus));
  }
  for (const auto& [name, value] : guest.config) {
    const std::string volume = PropertyString(value).head();
    const bool has_volume = IsDiskSlot(name) && !name.starts_with("unused") && volume != "none";
    if (has_volume && cluster.storages.FindVolume(volume, guest.node) == nullptr) {
      return Died(fmt::format("volume '{}' does not exist", volume));
    }
    const std::string bridge = name.starts_with("net") ? BridgeOf(value) : "";
    const auto& bridges = cluster.bridges;
    if (!bridge.empty() && std::find(bridges.begin(), bridges.end(), bridge) == bridges.end()) {
      task.Log(fmt::format("bridge '{}' does not exist", bridge));
      task.Log("kvm: network script /var/lib/qemu-server/pve-bridge failed with status 512");
      return Died("start failed: QEMU exited with code 1");
    }
  }
  return absl::OkStatus();
}

void MarkRunning(Simulation& simulation, Guest& guest) {
  guest.running = true;
  guest.started_at = simulation.Now();
  guest.pid = static_cast<int>(simulation.tasks.NextPid());
}

// The guest's file is read again after each wait: it may be gone by then.
asio::awaitable<absl::Status> AwaitPowerDown(Simulation& simulation, int vmid, std::string node,
                                             ShutdownRequest request, Task& task) {
  const auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) co_return guest.status();
  const std::int64_t timeout_ms = request.timeout_s * kMillisecondsPerSecond;
  const bool reacts = !(*guest)->ignores_shutdown && simulation.settings.shutdown_ms <= timeout_ms;
  NEXUS_CO_RETURN_IF_ERROR(
      co_await task.Work(reacts ? simulation.settings.shutdown_ms : timeout_ms));
  if (reacts) co_return absl::OkStatus();
  if (!request.force) co_return Died("VM quit/powerdown failed - got timeout");
  task.Log("VM still running - terminating now with SIGTERM");
  co_return co_await task.Work(simulation.settings.stop_ms);
}

absl::Status MarkStopped(Simulation& simulation, int vmid, std::string_view node) {
  const auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) return guest.status();
  (*guest)->running = false;
  (*guest)->pid = 0;
  return absl::OkStatus();
}

void OverruleShutdowns(Simulation& simulation, int vmid, Task& task) {
  for (const TaskRecord* other : simulation.tasks.Newest()) {
    if (!other->running || other->type != "qmshutdown" || other->id != std::to_string(vmid)) {
      continue;
    }
    task.Log(fmt::format("overruled qmshutdown tasks: {}", other->upid));
    simulation.tasks.Stop(other->upid);
  }
}

// What the event daemon does after a reboot's guest has stopped.
asio::awaitable<void> StartAgain(Simulation& simulation, int vmid, std::string node) {
  Pause pause(simulation.context.get_executor());
  (void)co_await pause.For(std::chrono::milliseconds(simulation.settings.start_ms));
  const auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok() || (*guest)->running || !(*guest)->lock().empty()) co_return;
  ApplyPending(simulation, **guest);
  MarkRunning(simulation, **guest);
  simulation.Changed();
}

}  // namespace

asio::awaitable<absl::StatusOr<GuestLocks::Held>> LockInTask(Simulation& simulation, int vmid,
                                                             LockMode mode,
                                                             std::int64_t patience_ms, Task& task) {
  const bool waits = !simulation.locks.IsFree(vmid, mode);
  if (waits) task.Log("trying to acquire lock...");
  auto lock = co_await simulation.locks.Acquire(vmid, mode, std::chrono::milliseconds(patience_ms),
                                                task.pause());
  if (waits && lock.ok()) task.Log(" OK");
  co_return lock;
}

asio::awaitable<absl::Status> StartGuest(Simulation& simulation, int vmid, std::string node,
                                         Task& task) {
  const auto lock = co_await LockInTask(simulation, vmid, LockMode::kExclusive,
                                        simulation.settings.lock_wait_ms, task);
  if (!lock.ok()) co_return lock.status();
  auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) co_return guest.status();
  if ((*guest)->is_template()) co_return Died("you can't start a vm if it's a template");
  if (!(*guest)->lock().empty()) co_return GuestLocked((*guest)->lock());
  if ((*guest)->running) co_return Died(fmt::format("VM {} already running", vmid));
  ApplyPending(simulation, **guest);
  NEXUS_CO_RETURN_IF_ERROR(CheckStartable(simulation, **guest, task));
  for (const std::string& slot : (*guest)->DiskSlots()) {
    if (IsCloudInit((*guest)->Option(slot))) task.Log("generating cloud-init ISO");
  }
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Step("starting"));
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Work(simulation.settings.start_ms));
  guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) co_return guest.status();
  for (const auto& [name, value] : (*guest)->config) {
    if (!name.starts_with("net") || !BridgeOf(value).empty()) continue;
    task.Warn(
        fmt::format("Interface 'tap{}i{}' not attached to any bridge.", vmid, name.substr(3)));
  }
  MarkRunning(simulation, **guest);
  co_return co_await task.Step("done");
}

asio::awaitable<absl::Status> StopGuest(Simulation& simulation, int vmid, std::string node,
                                        bool overrule_shutdown, Task& task) {
  if (overrule_shutdown) OverruleShutdowns(simulation, vmid, task);
  const auto lock = co_await LockInTask(simulation, vmid, LockMode::kExclusive,
                                        simulation.settings.lock_wait_ms, task);
  if (!lock.ok()) co_return lock.status();
  const auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) co_return GuestNotFound(vmid, node);
  if (!(*guest)->running) co_return absl::OkStatus();
  if (!(*guest)->lock().empty()) co_return GuestLocked((*guest)->lock());
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Step("stopping"));
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Work(simulation.settings.stop_ms));
  NEXUS_CO_RETURN_IF_ERROR(MarkStopped(simulation, vmid, node));
  co_return co_await task.Step("done");
}

asio::awaitable<absl::Status> ShutDownGuest(Simulation& simulation, int vmid, std::string node,
                                            ShutdownRequest request, Task& task) {
  const auto lock = co_await LockInTask(simulation, vmid, LockMode::kExclusive,
                                        simulation.settings.lock_wait_ms, task);
  if (!lock.ok()) co_return lock.status();
  const auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) co_return GuestNotFound(vmid, node);
  if (!(*guest)->running) co_return absl::OkStatus();
  if (!(*guest)->lock().empty()) co_return GuestLocked((*guest)->lock());
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Step("stopping"));
  NEXUS_CO_RETURN_IF_ERROR(co_await AwaitPowerDown(simulation, vmid, node, request, task));
  NEXUS_CO_RETURN_IF_ERROR(MarkStopped(simulation, vmid, node));
  co_return co_await task.Step("done");
}

asio::awaitable<absl::Status> RebootGuest(Simulation& simulation, int vmid, std::string node,
                                          ShutdownRequest request, Task& task) {
  const absl::Status down = co_await ShutDownGuest(simulation, vmid, node, request, task);
  if (!down.ok()) co_return down;
  asio::co_spawn(simulation.context, StartAgain(simulation, vmid, node), asio::detached);
  co_return absl::OkStatus();
}

asio::awaitable<absl::Status> ResetGuest(Simulation& simulation, int vmid, std::string node,
                                         Task& task) {
  const auto lock = co_await LockInTask(simulation, vmid, LockMode::kExclusive,
                                        simulation.settings.lock_wait_ms, task);
  if (!lock.ok()) co_return lock.status();
  const auto guest = simulation.cluster.LoadGuest(vmid, node);
  if (!guest.ok()) co_return guest.status();
  if (!(*guest)->lock().empty()) co_return GuestLocked((*guest)->lock());
  if (!(*guest)->running) co_return GuestNotRunning(vmid);
  co_return absl::OkStatus();
}

}  // namespace nexus::simulator

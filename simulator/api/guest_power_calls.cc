#include "simulator/api/calls.h"
#include "simulator/api/guest_power.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;

absl::Status CheckSkipLock(const Call& call) {
  if (!call.Flag("skiplock") || call.identity.is_root()) return absl::OkStatus();
  return BadParameter("skiplock", "Only root may use this option.");
}

ShutdownRequest ShutdownOf(const Call& call) {
  return {.timeout_s = call.Number("timeout", 60), .force = call.Flag("forceStop")};
}

// A guest that must run before the task may begin.
absl::Status CheckRunning(const Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  return (*guest)->running ? absl::OkStatus() : GuestNotRunning(call.vmid());
}

// The next two find out about a missing guest only in their tasks.
asio::awaitable<absl::StatusOr<Answer>> Start(Call& call) {
  NEXUS_CO_RETURN_IF_ERROR(CheckSkipLock(call));
  Simulation& simulation = call.simulation;
  auto body = [&simulation, vmid = call.vmid(), node = call.node()](Task& task) {
    return StartGuest(simulation, vmid, node, task);
  };
  co_return co_await call.StartTask("qmstart", call.Text("vmid"), std::move(body));
}

asio::awaitable<absl::StatusOr<Answer>> Stop(Call& call) {
  NEXUS_CO_RETURN_IF_ERROR(CheckSkipLock(call));
  Simulation& simulation = call.simulation;
  auto body = [&simulation, vmid = call.vmid(), node = call.node(),
               overrule = call.Flag("overrule-shutdown")](Task& task) {
    return StopGuest(simulation, vmid, node, overrule, task);
  };
  co_return co_await call.StartTask("qmstop", call.Text("vmid"), std::move(body));
}

asio::awaitable<absl::StatusOr<Answer>> ShutDown(Call& call) {
  NEXUS_CO_RETURN_IF_ERROR(CheckSkipLock(call));
  Simulation& simulation = call.simulation;
  auto body = [&simulation, vmid = call.vmid(), node = call.node(), request = ShutdownOf(call)](
                  Task& task) { return ShutDownGuest(simulation, vmid, node, request, task); };
  co_return co_await call.StartTask("qmshutdown", call.Text("vmid"), std::move(body));
}

asio::awaitable<absl::StatusOr<Answer>> Reboot(Call& call) {
  NEXUS_CO_RETURN_IF_ERROR(CheckRunning(call));
  Simulation& simulation = call.simulation;
  auto body = [&simulation, vmid = call.vmid(), node = call.node(), request = ShutdownOf(call)](
                  Task& task) { return RebootGuest(simulation, vmid, node, request, task); };
  co_return co_await call.StartTask("qmreboot", call.Text("vmid"), std::move(body));
}

asio::awaitable<absl::StatusOr<Answer>> Reset(Call& call) {
  NEXUS_CO_RETURN_IF_ERROR(CheckSkipLock(call));
  NEXUS_CO_RETURN_IF_ERROR(CheckRunning(call));
  Simulation& simulation = call.simulation;
  auto body = [&simulation, vmid = call.vmid(), node = call.node()](Task& task) {
    return ResetGuest(simulation, vmid, node, task);
  };
  co_return co_await call.StartTask("qmreset", call.Text("vmid"), std::move(body));
}

}  // namespace

void AddGuestPowerCalls(Router& router) {
  constexpr char kMay[] = "VM.PowerMgmt@/vms/{vmid}";
  const std::string base = "POST /nodes/{node}/qemu/{vmid}/status/";
  router.Add(base + "start", Run::kProtected, kMay,
             "force-cpu:str machine:str migratedfrom:node migration_network:str "
             "migration_type:enum:secure|insecure skiplock:bool stateuri:str:..128 "
             "targetstorage:str timeout:int:0..",
             Start);
  router.Add(base + "stop", Run::kProtected, kMay,
             "keepActive:bool migratedfrom:node overrule-shutdown:bool skiplock:bool "
             "timeout:int:0..",
             Stop);
  router.Add(base + "shutdown", Run::kProtected, kMay,
             "forceStop:bool keepActive:bool skiplock:bool timeout:int:0..", ShutDown);
  router.Add(base + "reboot", Run::kProtected, kMay, "timeout:int:0..", Reboot);
  router.Add(base + "reset", Run::kProtected, kMay, "skiplock:bool", Reset);
}

}  // namespace nexus::simulator

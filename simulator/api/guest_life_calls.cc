#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/clone.h"
#include "simulator/api/guest_power.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using LockMode = GuestLocks::Mode;

asio::awaitable<absl::StatusOr<Answer>> Clone(Call& call) {
  auto request = ParseClone(call);
  if (!request.ok()) co_return request.status();
  Simulation& simulation = call.simulation;
  auto body = [&simulation, request = *std::move(request)](Task& task) {
    return CloneGuest(simulation, request, task);
  };
  co_return co_await call.StartTask("qmclone", call.Text("vmid"), std::move(body));
}

// What a destroyed guest leaves where its disks were.
absl::Status FreeDisks(Simulation& simulation, const Guest& guest, Task& task) {
  Storages& storages = simulation.cluster.storages;
  for (const std::string& slot : guest.DiskSlots()) {
    const Volume* volume =
        storages.FindVolume(PropertyString(guest.Option(slot)).head(), guest.node);
    if (volume != nullptr && storages.HasLinkedClones(*volume)) {
      return Died(fmt::format("base volume '{}' is still in use by linked cloned", volume->id));
    }
  }
  for (const std::string& slot : guest.DiskSlots()) {
    const PropertyString disk(guest.Option(slot));
    const bool medium = disk.Find("media") == "cdrom" && !IsCloudInit(guest.Option(slot));
    if (medium || disk.head() == "none") continue;
    if (!storages.Free(disk.head(), guest.node)) {
      task.Log(fmt::format("volume '{}' does not exist", disk.head()));
    }
  }
  return absl::OkStatus();
}

void FreeUnreferenced(Simulation& simulation, int vmid, Task& task) {
  const std::vector<Volume> volumes = simulation.cluster.storages.volumes();
  for (const Volume& volume : volumes) {
    if (volume.vmid != vmid || volume.content != "images") continue;
    task.Log(fmt::format("found unreferenced disk '{}' - removing it", volume.id));
    simulation.cluster.storages.Free(volume.id, volume.node);
  }
}

struct DestroyRequest {
  int vmid;
  std::string node;
  bool purge;
  bool unreferenced;
};

asio::awaitable<absl::Status> DestroyGuest(Simulation& simulation, DestroyRequest request,
                                           Task& task) {
  const auto lock = co_await LockInTask(simulation, request.vmid, LockMode::kExclusive,
                                        simulation.settings.lock_wait_ms, task);
  if (!lock.ok()) co_return lock.status();
  auto guest = simulation.cluster.LoadGuest(request.vmid, request.node);
  if (!guest.ok()) co_return guest.status();
  if (!(*guest)->lock().empty()) co_return GuestLocked((*guest)->lock());
  if ((*guest)->running) {
    co_return Died(fmt::format("VM {} is running - destroy failed", request.vmid));
  }
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Work(simulation.settings.destroy_ms));
  guest = simulation.cluster.LoadGuest(request.vmid, request.node);
  if (!guest.ok()) co_return guest.status();
  NEXUS_CO_RETURN_IF_ERROR(FreeDisks(simulation, **guest, task));
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Step("disks freed"));
  if (request.unreferenced) FreeUnreferenced(simulation, request.vmid, task);
  if (request.purge) {
    task.Log(fmt::format("purging VM {} from related configurations..", request.vmid));
  }
  simulation.cluster.guests.erase(request.vmid);
  co_return co_await task.Step("done");
}

asio::awaitable<absl::StatusOr<Answer>> Destroy(Call& call) {
  if (call.Flag("skiplock") && !call.identity.is_root()) {
    co_return BadParameter("skiplock", "Only root may use this option.");
  }
  const auto guest = call.LoadGuest();
  if (!guest.ok()) co_return guest.status();
  if ((*guest)->Flag("protection")) {
    co_return Died(fmt::format("can't remove VM {} - protection mode enabled", call.vmid()));
  }
  if ((*guest)->running) {
    co_return Died(fmt::format("VM {} is running - destroy failed", call.vmid()));
  }
  Simulation& simulation = call.simulation;
  const DestroyRequest request{call.vmid(), call.node(), call.Flag("purge"),
                               call.Flag("destroy-unreferenced-disks")};
  auto body = [&simulation, request](Task& task) {
    return DestroyGuest(simulation, request, task);
  };
  co_return co_await call.StartTask("qmdestroy", call.Text("vmid"), std::move(body));
}

struct ResizeRequest {
  int vmid;
  std::string node;
  std::string slot;
  std::string size;  // `32G`, or `+8G` for more.
  std::string digest;
};

absl::Status GrowDisk(Simulation& simulation, Guest& guest, const ResizeRequest& request) {
  if (!guest.config.contains(request.slot)) {
    return Died(fmt::format("disk '{}' does not exist", request.slot));
  }
  PropertyString disk(guest.config[request.slot]);
  const Volume* volume = simulation.cluster.storages.FindVolume(disk.head(), guest.node);
  if (volume == nullptr) return Died(fmt::format("volume '{}' does not exist", disk.head()));
  const bool relative = request.size.starts_with('+');
  const std::int64_t size =
      ParseSize(std::string_view(request.size).substr(relative ? 1 : 0)).value_or(0);
  const std::int64_t wanted = relative ? volume->bytes + size : size;
  if (wanted < volume->bytes) return Died("shrinking disks is not supported");
  absl::Status resized = simulation.cluster.storages.Resize(disk.head(), guest.node, wanted);
  if (!resized.ok()) return resized;
  disk.Set("size", FormatSize(wanted));
  guest.config[request.slot] = disk.ToString();
  return absl::OkStatus();
}

asio::awaitable<absl::Status> ResizeDisk(Simulation& simulation, ResizeRequest request,
                                         Task& task) {
  const auto lock = co_await LockInTask(simulation, request.vmid, LockMode::kExclusive,
                                        simulation.settings.lock_wait_ms, task);
  if (!lock.ok()) co_return lock.status();
  auto guest = simulation.cluster.LoadGuest(request.vmid, request.node);
  if (!guest.ok()) co_return guest.status();
  if (!request.digest.empty() && request.digest != (*guest)->Digest()) co_return DigestMismatch();
  if (!(*guest)->lock().empty()) co_return GuestLocked((*guest)->lock());
  NEXUS_CO_RETURN_IF_ERROR(co_await task.Work(simulation.settings.resize_ms));
  guest = simulation.cluster.LoadGuest(request.vmid, request.node);
  if (!guest.ok()) co_return guest.status();
  NEXUS_CO_RETURN_IF_ERROR(GrowDisk(simulation, **guest, request));
  co_return co_await task.Step("done");
}

asio::awaitable<absl::StatusOr<Answer>> Resize(Call& call) {
  Simulation& simulation = call.simulation;
  const ResizeRequest request{call.vmid(), call.node(), call.Text("disk"), call.Text("size"),
                              call.Text("digest")};
  auto body = [&simulation, request](Task& task) { return ResizeDisk(simulation, request, task); };
  co_return co_await call.StartTask("resize", call.Text("vmid"), std::move(body));
}

}  // namespace

void AddGuestLifeCalls(Router& router) {
  router.Add("POST /nodes/{node}/qemu/{vmid}/clone", Run::kProtected,
             "VM.Clone@/vms/{vmid} VM.Allocate@/vms/{newid}",
             "newid!:vmid bwlimit:int:0.. description:str format:enum:raw|qcow2|vmdk full:bool "
             "name:dns pool:str snapname:configid:..40 storage:storage target:node",
             Clone);
  router.Add("PUT /nodes/{node}/qemu/{vmid}/resize", Run::kProtected, "VM.Config.Disk@/vms/{vmid}",
             "disk!:disk-slot size!:resize digest:str:..40 skiplock:bool", Resize);
  router.Add("DELETE /nodes/{node}/qemu/{vmid}", Run::kProtected, "VM.Allocate@/vms/{vmid}",
             "destroy-unreferenced-disks:bool purge:bool skiplock:bool", Destroy);
}

}  // namespace nexus::simulator

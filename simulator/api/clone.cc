#include "simulator/api/clone.h"

#include <fmt/format.h>

#include "simulator/api/guest_disks.h"
#include "simulator/api/guest_power.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using LockMode = GuestLocks::Mode;

bool IsDisk(const std::string& slot, const std::string& value) {
  if (!IsDiskSlot(slot) || slot.starts_with("unused")) return false;
  const PropertyString disk(value);
  return IsCloudInit(value) || disk.Find("media") != "cdrom";
}

std::int64_t SizeOf(const std::string& disk) {
  return ParseSize(PropertyString(disk).Find("size").value_or("")).value_or(0);
}

absl::Status CheckTarget(const Call& call, const Guest& source, const std::string& target) {
  const Cluster& cluster = call.simulation.cluster;
  if (cluster.FindNode(target) == nullptr) {
    return Died(fmt::format("no such cluster node '{}'", target));
  }
  if (target == source.node) return absl::OkStatus();
  for (const auto& [slot, value] : source.config) {
    if (!IsDisk(slot, value)) continue;
    const Storage* storage = cluster.storages.Find(StorageOf(PropertyString(value).head()));
    if (storage != nullptr && !storage->shared) {
      return Died(fmt::format("can't clone VM to node '{}' (VM uses local storage)", target));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLinked(const Call& call, const Guest& source) {
  for (const char* parameter : {"storage", "format"}) {
    if (!call.Has(parameter)) continue;
    return Died(fmt::format("parameter '{}' not allowed for linked clones", parameter));
  }
  if (source.is_template()) return absl::OkStatus();
  for (const auto& [slot, value] : source.config) {
    if (!IsDisk(slot, value) || IsCloudInit(value)) continue;
    return Died(fmt::format("Linked clone feature is not supported for '{}' ({})",
                            PropertyString(value).head(), slot));
  }
  return absl::OkStatus();
}

absl::Status CheckStorages(const Call& call, const Guest& source, const std::string& storage) {
  if (!storage.empty() && call.simulation.cluster.storages.Find(storage) == nullptr) {
    return StorageMissing(storage);
  }
  for (const auto& [slot, value] : source.config) {
    if (!IsDisk(slot, value)) continue;
    const std::string where = storage.empty() ? StorageOf(PropertyString(value).head()) : storage;
    const absl::Status may = call.Require("/storage/" + where, "Datastore.AllocateSpace");
    if (!may.ok()) return may;
  }
  return absl::OkStatus();
}

absl::Status CheckFree(Simulation& simulation, int vmid, const std::string& node) {
  const Guest* taken = simulation.cluster.FindGuest(vmid);
  if (taken == nullptr) return absl::OkStatus();
  if (taken->node == node) {
    return Died(fmt::format("unable to create VM {}: config file already exists", vmid));
  }
  return Died(fmt::format("unable to create VM {0} - VM {0} already exists on node '{1}'", vmid,
                          taken->node));
}

// All but disks: those are copied one by one.
GuestConfig ConfigOf(const Guest& source, const CloneRequest& request, Randomness& randomness) {
  GuestConfig config = {{"lock", "clone"}};
  for (const auto& [name, value] : source.config) {
    if (name == "template" || name.starts_with("unused") || IsDisk(name, value)) continue;
    config[name] = name.starts_with("net") ? WithNewMac(value, randomness) : value;
  }
  config["name"] = request.name.empty() ? fmt::format("Copy-of-VM-{}", source.Option("name", "VM"))
                                        : request.name;
  if (!request.description.empty()) config["description"] = request.description;
  config["smbios1"] = "uuid=" + randomness.Uuid();
  config["vmgenid"] = randomness.Uuid();
  return config;
}

absl::StatusOr<Volume> CopyVolume(Simulation& simulation, const CloneRequest& request,
                                  const std::string& slot, const std::string& value, Task& task) {
  Storages& storages = simulation.cluster.storages;
  const std::string id = PropertyString(value).head();
  const Volume* original = storages.FindVolume(id, request.node);
  if (original == nullptr) return Died(fmt::format("volume '{}' does not exist", id));
  const Volume base = *original;
  const bool linked = !request.full && !IsCloudInit(value);
  task.Log(fmt::format("create {} clone of drive {} ({})", linked ? "linked" : "full", slot, id));
  if (linked) return storages.CloneLinked(base, request.node, request.vmid);
  const std::string storage = request.storage.empty() ? base.storage : request.storage;
  return storages.Allocate(storage, request.node, request.vmid, base.bytes,
                           IsCloudInit(value) ? "cloudinit" : "");
}

void LogProgress(const Volume& volume, Task& task) {
  const double gib = static_cast<double>(volume.bytes) / (1 << 30);
  task.Log(fmt::format("transferred 0.0 B of {:.1f} GiB (0.00%)", gib));
  task.Log(fmt::format("transferred {0:.1f} GiB of {0:.1f} GiB (100.00%)", gib));
}

// A disk's part of the time a clone takes: large disks take most of it.
std::int64_t ShareOf(std::int64_t whole_ms, const GuestConfig& config, const std::string& slot) {
  std::int64_t all = 0;
  for (const auto& [name, value] : config) {
    if (IsDisk(name, value)) all += SizeOf(value);
  }
  return all == 0 ? 0 : whole_ms * SizeOf(config.at(slot)) / all;
}

asio::awaitable<absl::Status> CopyDisks(Simulation& simulation, CloneRequest request,
                                        GuestConfig config, Task& task) {
  const GuestConfig source = simulation.cluster.FindGuest(request.source)->config;
  for (const auto& [slot, value] : source) {
    if (!IsDisk(slot, value)) continue;
    NEXUS_CO_RETURN_IF_ERROR(co_await task.Step("disk " + slot));
    const auto volume = CopyVolume(simulation, request, slot, value, task);
    if (!volume.ok()) co_return volume.status();
    if (volume->parent.empty() && !IsCloudInit(value)) LogProgress(*volume, task);
    NEXUS_CO_RETURN_IF_ERROR(
        co_await task.Work(ShareOf(simulation.settings.clone_ms, source, slot)));
    Guest* clone = simulation.cluster.FindGuest(request.vmid);
    if (clone == nullptr) co_return ConfigMissing(request.vmid, request.node);
    PropertyString disk(value);
    disk.set_head(volume->id);
    config[slot] = disk.ToString();
    clone->config = config;
  }
  co_return absl::OkStatus();
}

absl::Status Settle(Simulation& simulation, const CloneRequest& request) {
  Guest* clone = simulation.cluster.FindGuest(request.vmid);
  if (clone == nullptr) return ConfigMissing(request.vmid, request.node);
  clone->config.erase("lock");
  clone->node = request.target;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CloneRequest> ParseClone(const Call& call) {
  CloneRequest request;
  request.source = call.vmid();
  request.vmid = static_cast<int>(call.Number("newid", 0));
  request.node = call.node();
  request.target = call.Text("target", request.node);
  request.name = call.Text("name");
  request.description = call.Text("description");
  request.storage = call.Text("storage");
  if (call.Has("pool")) {
    return Died(fmt::format("pool '{}' does not exist", call.Text("pool")));
  }
  const auto loaded = call.LoadGuest();
  if (!loaded.ok()) return GuestNotFound(request.source, request.node);
  const Guest& source = **loaded;
  request.full = call.Flag("full", !source.is_template());
  if (call.Has("snapname")) {
    return Died(fmt::format("snapshot '{}' does not exist", call.Text("snapname")));
  }
  if (absl::Status target = CheckTarget(call, source, request.target); !target.ok()) return target;
  if (absl::Status storages = CheckStorages(call, source, request.storage); !storages.ok()) {
    return storages;
  }
  if (!source.lock().empty()) return GuestLocked(source.lock());
  if (!request.full) {
    if (absl::Status linked = CheckLinked(call, source); !linked.ok()) return linked;
  }
  // On this node only: elsewhere the task finds out.
  const Guest* taken = call.simulation.cluster.FindGuest(request.vmid);
  if (taken != nullptr && taken->node == request.node) {
    return CheckFree(call.simulation, request.vmid, request.node);
  }
  return request;
}

asio::awaitable<absl::Status> CloneGuest(Simulation& simulation, CloneRequest request, Task& task) {
  const auto source = simulation.cluster.LoadGuest(request.source, request.node);
  if (!source.ok()) co_return GuestNotFound(request.source, request.node);
  const LockMode mode = (*source)->running ? LockMode::kExclusive : LockMode::kShared;
  const std::int64_t patience = simulation.settings.clone_lock_wait_ms;
  const auto source_lock = co_await LockInTask(simulation, request.source, mode, patience, task);
  if (!source_lock.ok()) co_return source_lock.status();
  const auto lock =
      co_await LockInTask(simulation, request.vmid, LockMode::kExclusive, patience, task);
  if (!lock.ok()) co_return lock.status();
  // All may have changed while the locks were waited for.
  const auto now = simulation.cluster.LoadGuest(request.source, request.node);
  if (!now.ok()) co_return GuestNotFound(request.source, request.node);
  if (!(*now)->lock().empty()) co_return GuestLocked((*now)->lock());
  NEXUS_CO_RETURN_IF_ERROR(CheckFree(simulation, request.vmid, request.node));

  Guest clone;
  clone.vmid = request.vmid;
  clone.node = request.node;
  clone.config = {{"lock", "clone"}};
  clone.firewall = (*now)->firewall;
  GuestConfig config = ConfigOf(**now, request, simulation.randomness);
  simulation.cluster.guests.emplace(request.vmid, std::move(clone));
  absl::Status status = co_await task.Step("created");
  if (status.ok()) status = co_await CopyDisks(simulation, request, std::move(config), task);
  if (status.ok()) status = co_await task.Step("settle");
  if (status.ok()) status = Settle(simulation, request);
  if (status.ok()) co_return co_await task.Step("done");
  if (WasKilled(status)) co_return status;
  simulation.cluster.RemoveGuest(request.vmid);
  co_return Died("clone failed: " + Text(status));
}

}  // namespace nexus::simulator

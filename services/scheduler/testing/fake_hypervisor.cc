#include "services/scheduler/testing/fake_hypervisor.h"

#include <utility>

#include <fmt/format.h>

namespace nexus::scheduler {
namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;

absl::Status Missing() {
  return HypervisorError(Failure::kNotFound, "the configuration file does not exist");
}

std::string DiskOf(int vmid) { return fmt::format("ceph:vm-{}-disk-0", vmid); }

}  // namespace

FakeHypervisor::FakeHypervisor()
    : nodes_({{"pve1", true, 64 * kGib, 1 * kGib, 16}, {"pve2", true, 64 * kGib, 8 * kGib, 16}}) {
  FakeGuest source{.node = "pve1", .is_template = true};
  source.options = {{"tags", "nexus-image-debian-12"},
                    {"boot", "order=scsi0"},
                    {"scsi0", "ceph:base-9000-disk-0,size=3G"},
                    {"net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"}};
  guests_[9000] = source;
}

void FakeHypervisor::Refuse(const std::string& call, Failure failure, const std::string& message) {
  refused_[call] = HypervisorError(failure, message);
}

void FakeHypervisor::FailTask(const std::string& call, const std::string& message) {
  failing_tasks_[call] = message;
}

FakeHypervisor::FakeGuest* FakeHypervisor::Find(const GuestRef& guest) {
  const auto found = guests_.find(guest.vmid);
  return found == guests_.end() || found->second.node != guest.node ? nullptr : &found->second;
}

template <typename Effect>
absl::StatusOr<std::string> FakeHypervisor::Perform(const std::string& call, int vmid,
                                                    Effect effect) {
  if (auto refused = refused_.extract(call)) return refused.mapped();
  changes_.push_back(fmt::format("{} {}", call, vmid));
  absl::Status result;
  if (auto failing = failing_tasks_.extract(call)) {
    result = HypervisorError(Failure::kOther, failing.mapped());
  } else {
    const absl::Status done = effect();
    if (!done.ok()) return done;
  }
  if (lost_.erase(call) > 0) return HypervisorError(Failure::kUnknownOutcome, "no answer came");
  const std::string upid = fmt::format("UPID:{}:{}", next_task_++, call);
  tasks_[upid] = result;
  if (auto hanging = hanging_calls_.extract(call)) {
    hanging_tasks_[upid] = std::move(hanging.mapped());
  }
  return upid;
}

AsyncStatus FakeHypervisor::Check() { co_return absl::OkStatus(); }

Async<Resources> FakeHypervisor::ReadResources() {
  Resources resources;
  resources.nodes = nodes_;
  resources.storages = {{"ceph", "pve1", true, true}, {"ceph", "pve2", true, true}};
  for (const auto& [vmid, guest] : guests_) {
    resources.guests.push_back({.vmid = vmid,
                                .node = guest.node,
                                .running = guest.running,
                                .is_template = guest.is_template,
                                .tags = {OptionOf(guest.options, "tags")}});
  }
  co_return resources;
}

Async<bool> FakeHypervisor::IsQuorate() { co_return true; }

Async<GuestOptions> FakeHypervisor::ReadConfig(GuestRef guest) {
  const FakeGuest* found = Find(guest);
  if (found == nullptr) co_return Missing();
  co_return found->options;
}

Async<bool> FakeHypervisor::IsRunning(GuestRef guest) {
  const FakeGuest* found = Find(guest);
  if (found == nullptr) co_return Missing();
  co_return found->running;
}

Async<std::string> FakeHypervisor::Clone(CloneOrder order) {
  co_return Perform("clone", order.vmid, [&]() -> absl::Status {
    if (guests_.contains(order.vmid)) {
      return HypervisorError(Failure::kAlreadyExists, "the config file already exists");
    }
    FakeGuest made{.node = order.target.empty() ? order.source.node : order.target};
    made.options = guests_.at(order.source.vmid).options;
    made.options["scsi0"] = DiskOf(order.vmid) + ",size=3G";
    made.options["description"] = order.description;
    made.options["name"] = order.name;
    guests_[order.vmid] = made;
    volumes_[DiskOf(order.vmid)] = order.vmid;
    return absl::OkStatus();
  });
}

AsyncStatus FakeHypervisor::Configure(GuestRef guest, GuestOptions options) {
  const auto done = Perform("configure", guest.vmid, [&]() -> absl::Status {
    FakeGuest* found = Find(guest);
    if (found == nullptr) return Missing();
    for (const auto& [name, value] : options) found->options[name] = value;
    return absl::OkStatus();
  });
  co_return done.status();
}

Async<std::string> FakeHypervisor::Resize(GuestRef guest, std::string disk, std::int64_t gib) {
  co_return Perform("resize", guest.vmid, [&]() -> absl::Status {
    FakeGuest* found = Find(guest);
    if (found == nullptr) return Missing();
    found->options[disk] = fmt::format("{},size={}G", DiskOf(guest.vmid), gib);
    return absl::OkStatus();
  });
}

Async<std::string> FakeHypervisor::Start(GuestRef guest) {
  co_return Perform("start", guest.vmid, [&]() -> absl::Status {
    FakeGuest* found = Find(guest);
    if (found == nullptr) return Missing();
    if (found->running) return HypervisorError(Failure::kWrongState, "VM already running");
    found->running = true;
    return absl::OkStatus();
  });
}

Async<std::string> FakeHypervisor::Stop(GuestRef guest) {
  co_return Perform("stop", guest.vmid, [&]() -> absl::Status {
    FakeGuest* found = Find(guest);
    if (found == nullptr) return Missing();
    found->running = false;
    return absl::OkStatus();
  });
}

Async<std::string> FakeHypervisor::Shutdown(GuestRef guest, absl::Duration) {
  co_return Perform("shutdown", guest.vmid, [&]() -> absl::Status {
    FakeGuest* found = Find(guest);
    if (found == nullptr) return Missing();
    found->running = false;
    return absl::OkStatus();
  });
}

Async<std::string> FakeHypervisor::Destroy(GuestRef guest) {
  co_return Perform("destroy", guest.vmid, [&]() -> absl::Status {
    FakeGuest* found = Find(guest);
    if (found == nullptr) return Missing();
    if (found->running) return HypervisorError(Failure::kWrongState, "VM is running");
    guests_.erase(guest.vmid);
    if (!std::exchange(leak_disk_, false)) volumes_.erase(DiskOf(guest.vmid));
    return absl::OkStatus();
  });
}

AsyncStatus FakeHypervisor::SetFirewall(GuestRef guest, GuestOptions) {
  const auto done = Perform("firewall", guest.vmid, [] { return absl::OkStatus(); });
  co_return done.status();
}

AsyncStatus FakeHypervisor::MakeIpSet(GuestRef guest, std::string name) {
  const std::string key = fmt::format("{}/{}", guest.vmid, name);
  if (ip_sets_.contains(key)) co_return HypervisorError(Failure::kAlreadyExists, "it exists");
  ip_sets_[key] = {};
  co_return absl::OkStatus();
}

Async<std::vector<std::string>> FakeHypervisor::ListIpSet(GuestRef guest, std::string name) {
  const auto& entries = ip_sets_[fmt::format("{}/{}", guest.vmid, name)];
  co_return std::vector<std::string>(entries.begin(), entries.end());
}

AsyncStatus FakeHypervisor::AddToIpSet(GuestRef guest, std::string name, std::string cidr) {
  ip_sets_[fmt::format("{}/{}", guest.vmid, name)].insert(cidr);
  co_return absl::OkStatus();
}

AsyncStatus FakeHypervisor::RemoveFromIpSet(GuestRef guest, std::string name, std::string cidr) {
  ip_sets_[fmt::format("{}/{}", guest.vmid, name)].erase(cidr);
  co_return absl::OkStatus();
}

Async<TaskState> FakeHypervisor::ReadTask(std::string upid) {
  const auto found = tasks_.find(upid);
  if (found == tasks_.end()) co_return HypervisorError(Failure::kNotFound, "no such task");
  TaskState state;
  if (const auto hanging = hanging_tasks_.find(upid); hanging != hanging_tasks_.end()) {
    hanging->second();
    state.running = true;
    co_return state;
  }
  state.result = found->second;
  co_return state;
}

AsyncStatus FakeHypervisor::StopTask(std::string upid) {
  changes_.push_back("stop-task");
  if (hanging_tasks_.erase(upid) > 0) {
    tasks_[upid] = HypervisorError(Failure::kOther, "interrupted by signal");
  }
  co_return absl::OkStatus();
}

void FakeHypervisor::HangTask(const std::string& call, std::function<void()> asked) {
  hanging_calls_[call] = std::move(asked);
}

Async<std::vector<std::string>> FakeHypervisor::FindTasks(GuestRef, std::string, absl::Time) {
  co_return std::vector<std::string>();
}

Async<std::vector<Volume>> FakeHypervisor::ListVolumes(std::string, std::string, int vmid) {
  std::vector<Volume> volumes;
  for (const auto& [id, owner] : volumes_) {
    if (owner == vmid) volumes.push_back({id, owner});
  }
  co_return volumes;
}

Async<std::string> FakeHypervisor::DeleteVolume(std::string, std::string volume) {
  volumes_.erase(volume);
  co_return std::string();
}

}  // namespace nexus::scheduler

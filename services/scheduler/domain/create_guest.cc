#include "services/scheduler/domain/create_guest.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "libs/base/encoding.h"
#include "libs/base/status.h"
#include "services/scheduler/domain/boot_disk.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/failure.h"
#include "services/scheduler/domain/placement.h"

namespace nexus::scheduler {
namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;
constexpr absl::Duration kCloneLimit = absl::Hours(2);
constexpr absl::Duration kResizeLimit = absl::Minutes(15);
constexpr absl::Duration kUnlockLimit = absl::Minutes(1);
constexpr absl::Duration kRunningLimit = absl::Seconds(15);
constexpr absl::Duration kSlowestLook = absl::Seconds(1);
constexpr int kMostCollisions = 20;

// With the prefix that Proxmox itself uses, and the same again for the same task.
std::string MacOf(const std::string& operation) {
  const std::string digest = Sha256(operation);
  const auto byte = [&](int i) { return static_cast<unsigned char>(digest[i]); };
  return fmt::format("BC:24:11:{:02X}:{:02X}:{:02X}", byte(0), byte(1), byte(2));
}

// Parts of an option may come back in another order.
std::set<std::string> PartsOf(const std::string& option) { return absl::StrSplit(option, ','); }

bool Differs(const GuestOptions& now, const GuestOptions& wanted) {
  return std::ranges::any_of(wanted, [&](const auto& option) {
    return PartsOf(OptionOf(now, option.first)) != PartsOf(option.second);
  });
}

}  // namespace

CreateGuest::CreateGuest(CreateParts parts, v1::GuestSpec spec, Mark mark)
    : parts_(std::move(parts)), spec_(std::move(spec)), mark_(std::move(mark)) {}

OwnedGuest CreateGuest::Guest() const {
  return OwnedGuest(parts_.hypervisor, parts_.journal, Where(), mark_);
}

AsyncStatus CreateGuest::Run() {
  NEXUS_CO_RETURN_IF_ERROR(co_await Choose());
  NEXUS_CO_RETURN_IF_ERROR(co_await Clone());
  NEXUS_CO_RETURN_IF_ERROR(co_await Configure());
  NEXUS_CO_RETURN_IF_ERROR(co_await Resize());
  NEXUS_CO_RETURN_IF_ERROR(co_await Protect());
  co_return co_await Start();
}

AsyncStatus CreateGuest::Choose() {
  if (parts_.progress.vmid != 0) co_return absl::OkStatus();
  if (parts_.journal.cancel_requested()) co_return TaskCancelled();
  NEXUS_CO_ASSIGN_OR_RETURN(const auto given, co_await parts_.journal.MemoryGiven());
  std::optional<Place> place;
  // What was read some seconds ago will do; only a "no" is asked for twice.
  for (const bool fresh : {false, true}) {
    NEXUS_CO_ASSIGN_OR_RETURN(const Inventory inventory, co_await parts_.inventory(fresh));
    place = ChoosePlace(inventory, spec_.image(), spec_.memory_mib(), given);
    if (place) break;
  }
  if (!place) co_return NoClusterFits(spec_.image());
  source_ = place->source;
  parts_.progress.node = place->node;
  parts_.steps.Finish("choose");
  // The id, and that a guest is about to be made under it, are one save.
  std::vector<std::string> slots = co_await CloneSlots();
  NEXUS_CO_RETURN_IF_ERROR(co_await parts_.steps.Intend("clone", std::move(slots)));
  parts_.progress.may_have_guest = true;
  const absl::Status taken = co_await parts_.journal.TakeVmid(parts_.progress, spec_.memory_mib());
  if (!taken.ok()) {
    parts_.steps.Forget("clone");
    parts_.progress.may_have_guest = false;
    co_return taken;
  }
  parts_.steps.OutcomesSaved();
  co_return absl::OkStatus();
}

AsyncStatus CreateGuest::Clone() {
  for (int collisions = 0; collisions < kMostCollisions; ++collisions) {
    const absl::Status status = co_await CloneOnce();
    if (FailureOf(status) != Failure::kAlreadyExists) co_return status;
    // Somebody else has that id; ours would have been adopted.
    NEXUS_CO_ASSIGN_OR_RETURN(const bool ours, co_await IsOurs());
    if (ours) co_return status;
    NEXUS_CO_RETURN_IF_ERROR(co_await parts_.journal.BurnVmid(parts_.progress));
    NEXUS_CO_RETURN_IF_ERROR(co_await parts_.journal.TakeVmid(parts_.progress, spec_.memory_mib()));
  }
  co_return HypervisorError(Failure::kOther, "every guest id that was tried is taken");
}

AsyncStatus CreateGuest::CloneOnce() {
  if (source_.vmid == 0) {
    NEXUS_CO_ASSIGN_OR_RETURN(const Inventory inventory, co_await parts_.inventory(false));
    const auto found = inventory.templates.find(ImageSlug(spec_.image()));
    if (found != inventory.templates.end()) source_ = found->second.where;
  }
  Step step;
  step.name = "clone";
  step.limit = kCloneLimit;
  step.abortable = true;
  step.slots = co_await CloneSlots();
  step.where = [this] { return Where(); };
  // Its effect tells more than its task, whose id is the template's.
  step.look = [this] { return LookForClone(); };
  step.send = [this]() -> Async<std::string> {
    if (source_.vmid == 0) co_return NoClusterFits(spec_.image());
    if (!parts_.journal.MaySend()) co_return TaskHandedOn();
    CloneOrder order;
    order.source = source_;
    order.vmid = parts_.progress.vmid;
    order.name = spec_.hostname();
    order.description = MarkText(mark_);
    order.storage = parts_.storage;
    if (parts_.progress.node != source_.node) order.target = parts_.progress.node;
    co_return co_await parts_.hypervisor.Clone(std::move(order));
  };
  co_return co_await parts_.steps.Run(step);
}

// The task runs where the template is, and fills the storage where the guest will
// be. A clone that is under way goes on whether or not its template can be read.
boost::asio::awaitable<std::vector<std::string>> CreateGuest::CloneSlots() {
  std::vector<std::string> slots;
  const auto inventory = co_await parts_.inventory(false);
  if (!inventory.ok()) co_return slots;
  const auto found = inventory->templates.find(ImageSlug(spec_.image()));
  if (found == inventory->templates.end()) co_return slots;
  const std::string& storage = parts_.storage.empty() ? found->second.storage : parts_.storage;
  slots.push_back(NodeSlot(found->second.where.node));
  slots.push_back(StorageSlot(inventory->resources, parts_.progress.node, storage));
  co_return slots;
}

// While it is being made the guest is seen on the template's node.
Async<Goal> CreateGuest::LookForClone() {
  OwnedGuest guest = Guest();
  const auto options = co_await guest.Verified();
  if (FailureOf(options.status()) == Failure::kNotFound) co_return Goal::kNotReached;
  if (ReasonOf(options.status()) == "NOT_OURS") {
    // A clone's mark may not be there before the clone is: an unmarked guest under
    // the lock of a clone is looked at again.
    const auto raw = co_await parts_.hypervisor.ReadConfig(guest.where());
    if (!raw.ok()) co_return raw.status();
    co_return OptionOf(*raw, "lock") == "clone" ? Goal::kUnderWay : Goal::kNotReached;
  }
  if (!options.ok()) co_return options.status();
  if (!OptionOf(*options, "lock").empty()) co_return Goal::kUnderWay;
  FollowMove(guest);
  co_return Goal::kReached;
}

Async<bool> CreateGuest::IsOurs() {
  OwnedGuest guest = Guest();
  const auto options = co_await guest.Verified();
  if (options.ok()) co_return true;
  if (FailureOf(options.status()) == Failure::kNotFound) co_return false;
  if (ReasonOf(options.status()) == "NOT_OURS") co_return false;
  co_return options.status();
}

GuestOptions CreateGuest::Wanted(const GuestOptions& now) const {
  GuestOptions wanted;
  wanted["cores"] = std::to_string(spec_.vcpus());
  wanted["sockets"] = "1";
  wanted["memory"] = std::to_string(spec_.memory_mib());
  wanted["net0"] = FirstNic(now, spec_.bridge(), spec_.vlan(), MacOf(mark_.operation));
  wanted["name"] = spec_.hostname();
  wanted["tags"] = "nexus";
  wanted["onboot"] = "1";
  wanted["ciuser"] = spec_.user();
  if (spec_.ssh_keys_size() > 0) wanted["sshkeys"] = absl::StrJoin(spec_.ssh_keys(), "\n");
  wanted["ipconfig0"] = fmt::format("ip={}/{},gw={}", spec_.ipv4_address(), spec_.ipv4_prefix(),
                                    spec_.ipv4_gateway());
  if (spec_.dns_servers_size() > 0) {
    wanted["nameserver"] = absl::StrJoin(spec_.dns_servers(), " ");
  }
  // A protected template makes protected clones, which could not be removed.
  if (OptionOf(now, "protection") == "1") wanted["protection"] = "0";
  return wanted;
}

// The lock of a clone may outlive its task for a moment.
Async<GuestOptions> CreateGuest::Unlocked(OwnedGuest& guest) {
  const absl::Time latest = parts_.journal.Now() + kUnlockLimit;
  for (absl::Duration pause = absl::Milliseconds(10);; pause = std::min(pause * 2, kSlowestLook)) {
    auto now = co_await guest.Verified();
    if (!now.ok() || OptionOf(*now, "lock").empty()) co_return now;
    if (parts_.journal.stopping()) co_return TaskHandedOn();
    if (parts_.journal.Now() >= latest) {
      co_return HypervisorError(
          Failure::kLocked, fmt::format("the guest is still locked ({})", OptionOf(*now, "lock")));
    }
    co_await Pause(pause);
  }
}

AsyncStatus CreateGuest::Configure() {
  if (parts_.steps.IsDone("configure")) co_return absl::OkStatus();
  OwnedGuest guest = Guest();
  NEXUS_CO_ASSIGN_OR_RETURN(const GuestOptions before, co_await Unlocked(guest));
  FollowMove(guest);
  Step step;
  step.name = "configure";
  step.repeatable = true;
  step.where = [&guest] { return guest.where(); };
  step.look = [this, &guest]() -> Async<Goal> {
    NEXUS_CO_ASSIGN_OR_RETURN(const GuestOptions now, co_await guest.Verified());
    const GuestOptions wanted = Wanted(now);
    co_return Differs(now, wanted) ? Goal::kNotReached : Goal::kReached;
  };
  step.send = [this, &guest, &before]() -> Async<std::string> {
    GuestOptions wanted = Wanted(before);
    NEXUS_CO_RETURN_IF_ERROR(co_await guest.Configure(std::move(wanted)));
    co_return std::string();
  };
  co_return co_await parts_.steps.Run(step);
}

AsyncStatus CreateGuest::Resize() {
  if (parts_.steps.IsDone("resize")) co_return absl::OkStatus();
  OwnedGuest guest = Guest();
  NEXUS_CO_ASSIGN_OR_RETURN(const GuestOptions options, co_await guest.Verified());
  const auto disk = FindBootDisk(options);
  if (!disk) co_return HypervisorError(Failure::kOther, "the template has no disk");
  if (disk->bytes >= spec_.disk_gib() * kGib) {
    parts_.steps.Finish("resize");  // A disk is never made smaller.
    co_return absl::OkStatus();
  }
  Step step;
  step.name = "resize";
  step.task_type = "resize";
  step.limit = kResizeLimit;
  step.abortable = true;
  NEXUS_CO_ASSIGN_OR_RETURN(const Inventory inventory, co_await parts_.inventory(false));
  step.slots.push_back(NodeSlot(guest.where().node));
  step.slots.push_back(StorageSlot(inventory.resources, guest.where().node, disk->storage));
  step.where = [&guest] { return guest.where(); };
  step.look = [this, &guest]() -> Async<Goal> {
    NEXUS_CO_ASSIGN_OR_RETURN(const GuestOptions now, co_await guest.Verified());
    const auto found = FindBootDisk(now);
    const bool large = found && found->bytes >= spec_.disk_gib() * kGib;
    co_return large ? Goal::kReached : Goal::kNotReached;
  };
  step.send = [this, &guest, &disk] { return guest.Resize(disk->name, spec_.disk_gib()); };
  co_return co_await parts_.steps.Run(step);
}

AsyncStatus CreateGuest::Protect() {
  if (parts_.steps.IsDone("firewall")) co_return absl::OkStatus();
  OwnedGuest guest = Guest();
  Step step;
  step.name = "firewall";
  step.repeatable = true;
  step.where = [&guest] { return guest.where(); };
  // Every one of its calls may be repeated, so there is nothing to look for.
  step.look = []() -> Async<Goal> { co_return Goal::kNotReached; };
  step.send = [this, &guest]() -> Async<std::string> {
    NEXUS_CO_RETURN_IF_ERROR(co_await guest.Protect(spec_.ipv4_address()));
    co_return std::string();
  };
  co_return co_await parts_.steps.Run(step);
}

AsyncStatus CreateGuest::Start() {
  OwnedGuest guest = Guest();
  Step step;
  step.name = "start";
  step.task_type = "qmstart";
  step.slots.push_back(NodeSlot(guest.where().node));
  step.where = [&guest] { return guest.where(); };
  step.look = [&guest]() -> Async<Goal> {
    NEXUS_CO_ASSIGN_OR_RETURN(const bool running, co_await guest.IsRunning());
    co_return running ? Goal::kReached : Goal::kNotReached;
  };
  step.send = [&guest] { return guest.Start(); };
  NEXUS_CO_RETURN_IF_ERROR(co_await parts_.steps.Run(step));
  co_return co_await WaitUntilRunning(guest);
}

// A task's end and what is seen of it are not always the same moment.
AsyncStatus CreateGuest::WaitUntilRunning(OwnedGuest& guest) {
  const absl::Time latest = parts_.journal.Now() + kRunningLimit;
  for (absl::Duration pause = absl::Milliseconds(10);; pause = std::min(pause * 2, kSlowestLook)) {
    const auto running = co_await guest.IsRunning();
    FollowMove(guest);
    if (running.ok() && *running) co_return absl::OkStatus();
    if (parts_.journal.stopping()) co_return TaskHandedOn();
    if (parts_.journal.Now() >= latest) {
      if (!running.ok()) co_return running.status();
      co_return HypervisorError(Failure::kOther, "the machine does not stay running");
    }
    co_await Pause(pause);
  }
}

}  // namespace nexus::scheduler

#include "services/scheduler/domain/owned_guest.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/status.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/failure.h"

namespace nexus::scheduler {
namespace {

constexpr char kAddressSet[] = "ipfilter-net0";

}  // namespace

OwnedGuest::OwnedGuest(Hypervisor& hypervisor, const Journal& journal, GuestRef where, Mark mark)
    : hypervisor_(hypervisor),
      journal_(journal),
      where_(std::move(where)),
      mark_(std::move(mark)) {}

Async<GuestOptions> OwnedGuest::Verified() {
  auto options = co_await hypervisor_.ReadConfig(where_);
  if (FailureOf(options.status()) == Failure::kNotFound) {
    NEXUS_CO_RETURN_IF_ERROR(co_await Follow());
    options = co_await hypervisor_.ReadConfig(where_);
  }
  if (!options.ok()) co_return options.status();
  if (MarkOf(OptionOf(*options, "description")) != mark_) co_return NotOurs(where_.vmid);
  co_return options;
}

// The view knows where every guest is; who asked the wrong node was told it does not exist.
AsyncStatus OwnedGuest::Follow() {
  NEXUS_CO_ASSIGN_OR_RETURN(const Resources resources, co_await hypervisor_.ReadResources());
  const GuestRow* row = resources.FindGuest(where_.vmid);
  if (row == nullptr) co_return HypervisorError(Failure::kNotFound, "the guest does not exist");
  where_.node = row->node;
  co_return absl::OkStatus();
}

AsyncStatus OwnedGuest::Admit() {
  const auto options = co_await Verified();
  if (!options.ok()) co_return options.status();
  co_return journal_.MaySend() ? absl::OkStatus() : TaskHandedOn();
}

Async<bool> OwnedGuest::IsRunning() {
  auto running = co_await hypervisor_.IsRunning(where_);
  if (FailureOf(running.status()) == Failure::kNotFound) {
    NEXUS_CO_RETURN_IF_ERROR(co_await Follow());
    running = co_await hypervisor_.IsRunning(where_);
  }
  co_return running;
}

AsyncStatus OwnedGuest::Configure(GuestOptions options) {
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  co_return co_await hypervisor_.Configure(where_, std::move(options));
}

Async<std::string> OwnedGuest::Resize(std::string disk, std::int64_t gib) {
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  co_return co_await hypervisor_.Resize(where_, std::move(disk), gib);
}

Async<std::string> OwnedGuest::Start() {
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  co_return co_await hypervisor_.Start(where_);
}

Async<std::string> OwnedGuest::Stop() {
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  co_return co_await hypervisor_.Stop(where_);
}

Async<std::string> OwnedGuest::Shutdown(absl::Duration patience) {
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  co_return co_await hypervisor_.Shutdown(where_, patience);
}

Async<std::string> OwnedGuest::Destroy() {
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  co_return co_await hypervisor_.Destroy(where_);
}

AsyncStatus OwnedGuest::Protect(std::string address) {
  // The set goes first: an address filter without a set lets nothing through.
  NEXUS_CO_RETURN_IF_ERROR(co_await KeepOnly(kAddressSet, std::move(address)));
  GuestOptions options;
  options["enable"] = "1";
  options["macfilter"] = "1";
  options["ipfilter"] = "1";
  options["policy_in"] = "ACCEPT";
  options["policy_out"] = "ACCEPT";
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  co_return co_await hypervisor_.SetFirewall(where_, std::move(options));
}

// A clone brings the template's sets along, so what is there is not ours to keep.
AsyncStatus OwnedGuest::KeepOnly(std::string set, std::string address) {
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  const absl::Status made = co_await hypervisor_.MakeIpSet(where_, set);
  std::vector<std::string> entries;
  if (FailureOf(made) == Failure::kAlreadyExists) {
    NEXUS_CO_ASSIGN_OR_RETURN(entries, co_await hypervisor_.ListIpSet(where_, set));
  } else if (!made.ok()) {
    co_return made;
  }
  for (const std::string& entry : entries) {
    if (entry == address) continue;
    NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
    NEXUS_CO_RETURN_IF_ERROR(co_await hypervisor_.RemoveFromIpSet(where_, set, entry));
  }
  if (std::ranges::find(entries, address) != entries.end()) co_return absl::OkStatus();
  NEXUS_CO_RETURN_IF_ERROR(co_await Admit());
  const absl::Status added = co_await hypervisor_.AddToIpSet(where_, set, address);
  co_return FailureOf(added) == Failure::kAlreadyExists ? absl::OkStatus() : added;
}

}  // namespace nexus::scheduler

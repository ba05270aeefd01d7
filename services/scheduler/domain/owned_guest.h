#pragma once

#include <cstdint>
#include <string>

#include "services/scheduler/domain/hypervisor.h"
#include "services/scheduler/domain/journal.h"
#include "services/scheduler/domain/mark.h"

namespace nexus::scheduler {

// The only door to a guest. Before every call that changes it, the guest's mark
// is read live, and the task must still be ours; a guest without our mark is
// NOT_OURS and stays as it is. Follows a guest that has moved to another node.
class OwnedGuest {
 public:
  OwnedGuest(Hypervisor& hypervisor, const Journal& journal, GuestRef where, Mark mark);

  // Where it was seen last.
  const GuestRef& where() const { return where_; }

  // Its configuration, read now. NOT_FOUND (Failure::kNotFound) when no node has it.
  Async<GuestOptions> Verified();

  Async<bool> IsRunning();

  AsyncStatus Configure(GuestOptions options);
  Async<std::string> Resize(std::string disk, std::int64_t gib);
  Async<std::string> Start();
  Async<std::string> Stop();
  Async<std::string> Shutdown(absl::Duration patience);
  Async<std::string> Destroy();

  // Turns the firewall on and lets only `address` be used on the first NIC.
  AsyncStatus Protect(std::string address);

 private:
  // OK when the guest is ours and may be changed now.
  AsyncStatus Admit();
  AsyncStatus Follow();
  AsyncStatus KeepOnly(std::string set, std::string address);

  Hypervisor& hypervisor_;
  const Journal& journal_;
  GuestRef where_;
  const Mark mark_;
};

}  // namespace nexus::scheduler

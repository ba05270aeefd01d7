#pragma once

#include <functional>
#include <string>
#include <vector>

#include "nexus/scheduler/v1/scheduler_service.pb.h"
#include "services/scheduler/domain/inventory.h"
#include "services/scheduler/domain/mark.h"
#include "services/scheduler/domain/owned_guest.h"
#include "services/scheduler/domain/step_runner.h"

namespace nexus::scheduler {

// What a create needs besides its task.
struct CreateParts {
  Hypervisor& hypervisor;
  Journal& journal;
  Progress& progress;
  StepRunner& steps;

  // The cluster as it was read last; read anew when `fresh`.
  std::function<Async<Inventory>(bool fresh)> inventory;

  // Where disks are made; empty: beside the template's.
  std::string storage;
};

// Makes a guest, step by step: choose a node, clone with the mark, configure,
// resize, protect, start. Safe to be run again at any point.
class CreateGuest {
 public:
  CreateGuest(CreateParts parts, v1::GuestSpec spec, Mark mark);

  // OK when the guest runs.
  AsyncStatus Run();

 private:
  AsyncStatus Choose();
  AsyncStatus Clone();
  AsyncStatus CloneOnce();
  AsyncStatus Configure();
  AsyncStatus Resize();
  AsyncStatus Protect();
  AsyncStatus Start();

  Async<bool> IsOurs();
  Async<GuestOptions> Unlocked(OwnedGuest& guest);
  AsyncStatus WaitUntilRunning(OwnedGuest& guest);
  Async<Goal> LookForClone();
  boost::asio::awaitable<std::vector<std::string>> CloneSlots();
  GuestOptions Wanted(const GuestOptions& now) const;
  GuestRef Where() const { return {parts_.progress.node, parts_.progress.vmid}; }
  OwnedGuest Guest() const;
  void FollowMove(const OwnedGuest& guest) { parts_.progress.node = guest.where().node; }

  CreateParts parts_;
  const v1::GuestSpec spec_;
  const Mark mark_;
  GuestRef source_;
};

}  // namespace nexus::scheduler

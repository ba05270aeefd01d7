#pragma once

#include "services/scheduler/domain/mark.h"
#include "services/scheduler/domain/owned_guest.h"
#include "services/scheduler/domain/step_runner.h"

namespace nexus::scheduler {

struct RemovalTimes {
  // Absence is seen twice, this far apart.
  absl::Duration confirm_delay = absl::Seconds(15);

  // After a send that nobody answered its effect may still appear this long.
  absl::Duration unanswered_wait = absl::Seconds(60);
};

// Removes a guest and whatever belongs to it, and does not end before it is
// confirmed that it is absent and cannot appear any more. What carries another
// mark is somebody else's: for us the guest is absent then. Safe to be run again
// at any point.
class RemoveGuest {
 public:
  RemoveGuest(Hypervisor& hypervisor, Journal& journal, Progress& progress, StepRunner& steps,
              RemovalTimes times, Mark mark);

  // OK when it is absent. Anything else: try again later.
  AsyncStatus Run();

 private:
  enum class Presence { kAbsent, kOurs, kForeign };

  AsyncStatus EndOpenTasks();
  Async<Presence> Look();
  AsyncStatus Unprotect(OwnedGuest& guest);
  AsyncStatus Stop(OwnedGuest& guest);
  AsyncStatus Destroy(OwnedGuest& guest);
  AsyncStatus DeleteLeaks();
  AsyncStatus DeleteLeak(std::string node, Volume volume);
  Async<bool> ConfirmAbsent();
  AsyncStatus WaitUntil(absl::Time time);
  OwnedGuest Guest() const;

  Hypervisor& hypervisor_;
  Journal& journal_;
  Progress& progress_;
  StepRunner& steps_;
  const RemovalTimes times_;
  const Mark mark_;
};

}  // namespace nexus::scheduler

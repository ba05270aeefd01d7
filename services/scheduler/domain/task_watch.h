#pragma once

#include <string>

#include "services/scheduler/domain/hypervisor.h"
#include "services/scheduler/domain/journal.h"

namespace nexus::scheduler {

// Waits for a hypervisor's task.
class TaskWatch {
 public:
  // `until_cancelled`: a request to cancel the work ends the wait.
  TaskWatch(Hypervisor& hypervisor, const Journal& journal, bool until_cancelled = false)
      : hypervisor_(hypervisor), journal_(journal), until_cancelled_(until_cancelled) {}

  // The task's result. A hypervisor that does not answer says nothing about the
  // task and is asked on. DEADLINE_EXCEEDED at `latest`; TASK_HANDED_ON when this
  // process leaves; TASK_CANCELLED. `begun`: when the task was, at the earliest.
  AsyncStatus Await(std::string upid, absl::Time begun, absl::Time latest) const;

 private:
  Hypervisor& hypervisor_;
  const Journal& journal_;
  const bool until_cancelled_;
};

}  // namespace nexus::scheduler

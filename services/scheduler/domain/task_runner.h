#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/random/random.h"

#include "libs/queue/backoff.h"
#include "services/scheduler/domain/inventory.h"
#include "services/scheduler/domain/journal.h"
#include "services/scheduler/domain/mark.h"
#include "services/scheduler/domain/remove_guest.h"
#include "services/scheduler/domain/step_runner.h"

namespace nexus::scheduler {

struct TaskSettings {
  // This suite's part of the mark.
  std::string installation;

  StepTimes step_times;
  RemovalTimes removal_times;

  // How long a guest may take to shut down before it is stopped.
  absl::Duration shutdown_patience = absl::Seconds(60);

  queue::Backoff backoff;
  SlotLimits slots;
};

// Runs one cluster's tasks, each as a coroutine on the loop: takes the steps of
// its kind, tries again what may go well later, and puts in order what a failed
// create has made.
class TaskRunner {
 public:
  TaskRunner(Hypervisor& hypervisor, TaskSettings settings, std::string storage,
             std::function<Async<Inventory>(bool fresh)> inventory);

  // Ends with the task ended, put off, or handed on to its next owner.
  boost::asio::awaitable<void> Run(std::shared_ptr<Journal> journal, Progress progress);

 private:
  struct Work;

  AsyncStatus Take(Work& work);
  AsyncStatus Create(Work& work);
  AsyncStatus Start(Work& work);
  AsyncStatus Stop(Work& work);
  AsyncStatus Delete(Work& work);
  AsyncStatus CleanUp(Work& work);

  AsyncStatus Conclude(Work& work, absl::Status status);
  AsyncStatus FailCreate(Work& work, Decision decision);
  AsyncStatus FailVerb(Work& work, Decision decision);
  AsyncStatus TryLater(Work& work, const absl::Status& status);
  bool MayTryAgain(const Work& work, const absl::Status& status) const;

  Async<GuestRecord> RecordOf(Work& work) const;
  boost::asio::awaitable<v1::Guest> ReadGuest(Work& work) const;
  Mark MarkFor(const Work& work, const std::string& operation) const;

  Hypervisor& hypervisor_;
  const TaskSettings settings_;
  Slots slots_;
  const std::string storage_;
  const std::function<Async<Inventory>(bool)> inventory_;
  absl::BitGen random_;
};

}  // namespace nexus::scheduler

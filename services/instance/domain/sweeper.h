#pragma once

#include <atomic>
#include <thread>

#include "absl/time/time.h"

#include "services/instance/domain/doorbell.h"
#include "services/instance/domain/saga.h"

namespace nexus::instance {

// Finds instances that have been in between for too long, and those that the
// doorbell rang for, and has the saga drive them on. Several replicas may sweep
// at once: each row goes to one of them at a time.
class Sweeper {
 public:
  Sweeper(InstanceStore& store, Saga& saga) : store_(store), saga_(saga) {}

  // Takes what is due now, once. Answers how many that were.
  int SweepOnce();

 private:
  InstanceStore& store_;
  Saga& saga_;
};

// Sweeps when the bell rings and each `period`, from construction to destruction.
class SweeperThread {
 public:
  SweeperThread(Sweeper& sweeper, Doorbell& doorbell, absl::Duration period);
  ~SweeperThread();

 private:
  void Run();

  Sweeper& sweeper_;
  Doorbell& doorbell_;
  const absl::Duration period_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace nexus::instance

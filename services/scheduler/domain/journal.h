#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "libs/queue/task.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "services/scheduler/domain/coroutine.h"
#include "services/scheduler/domain/progress.h"

namespace nexus::scheduler {

// A guest that we made, as our database knows it.
struct GuestRecord {
  int vmid = 0;
  std::string node;

  // The task that made it: the mark's operation.
  std::string operation;
};

// What becomes of a task.
struct Decision {
  queue::Outcome outcome = queue::Outcome::kSucceeded;
  queue::TaskError error;
  v1::Guest guest;
};

// A running task's memory. What is saved here is known to whoever has the task
// next; a write of one who has it no longer fails with ABORTED and changes
// nothing. Used on the loop, by the task's one coroutine.
class Journal {
 public:
  virtual ~Journal() = default;

  // As of the last write.
  virtual const queue::Task& task() const = 0;

  // The database's clock, so that owners on different machines can compare.
  virtual absl::Time Now() const = 0;

  // Whether the task is surely still ours; asked before every call that changes
  // the world.
  virtual bool MaySend() const = 0;

  // The process wants to leave: begin nothing new.
  virtual bool stopping() const = 0;
  virtual bool cancel_requested() const = 0;

  // `announce`: others may see that a step began or ended.
  virtual AsyncStatus Save(const Progress& progress, bool announce) = 0;

  // Gives the task a guest id of its own, never given before, with
  // `memory_mib` counted against `progress.node`, and saves and announces both. A
  // repeat answers the same id.
  virtual AsyncStatus TakeVmid(Progress& progress, std::int64_t memory_mib) = 0;

  // The id belongs to somebody else: it is never given again, and the task has none.
  virtual AsyncStatus BurnVmid(Progress& progress) = 0;

  // The task's instance's guest; nothing when it has none.
  virtual Async<std::optional<GuestRecord>> FindGuest() = 0;

  // Memory of our guests on the cluster, in MiB by node.
  virtual Async<std::map<std::string, std::int64_t>> MemoryGiven() = 0;

  // Announces what became of the task, which still has things to put in order.
  virtual AsyncStatus Decide(const Progress& progress, Decision decision) = 0;

  // The task is over. When it was decided before, only the guest is news.
  virtual AsyncStatus End(const Progress& progress, Decision decision) = 0;

  // The task waits, and is run again by whoever owns it then.
  virtual AsyncStatus RunAgain(const Progress& progress, absl::Duration after) = 0;
};

}  // namespace nexus::scheduler

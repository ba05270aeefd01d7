#pragma once

#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

#include "libs/db/pool.h"
#include "libs/queue/task_queue.h"

namespace nexus::queue {

// Tasks that come at the same time are written together: whoever comes while a
// commit is under way waits for the next one with all others, so ten callers cost
// one flush and not ten. Each is answered after its own commit. Thread-safe; not
// for use inside a unit of work, whose transaction it would not join.
class EnqueueGroup {
 public:
  EnqueueGroup(db::Pool& pool, const TaskQueue& queue) : pool_(pool), queue_(queue) {}

  // Blocks for at most two commits.
  absl::StatusOr<Enqueued> Enqueue(const NewTask& task);

 private:
  struct Caller {
    const NewTask* task;
    std::optional<absl::StatusOr<Enqueued>> answer;
  };

  // Takes those who wait and answers them.
  void Lead(std::vector<Caller*> callers) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::vector<Enqueued>> Write(const std::vector<NewTask>& tasks);

  db::Pool& pool_;
  const TaskQueue& queue_;
  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Caller*> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexus::queue

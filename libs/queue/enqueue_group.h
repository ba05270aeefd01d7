#pragma once

#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

#include "libs/db/pool.h"
#include "libs/queue/task_queue.h"

namespace nexus::queue {

// Tasks that come at the same time are written together: a few callers write at
// once, and whoever comes while they do waits for the next of them with all others,
// so a hundred callers cost a few flushes. Each is answered after its own commit. Thread-safe; not
// for use inside a unit of work, whose transaction it would not join.
class EnqueueGroup {
 public:
  EnqueueGroup(db::Pool& pool, const TaskQueue& queue) : pool_(pool), queue_(queue) {}

  // Blocks for at most two commits.
  absl::StatusOr<Enqueued> Enqueue(const NewTask& task);

 private:
  struct Caller {
    const NewTask* task;
    std::optional<absl::StatusOr<Enqueued>> answer = {};

    // Somebody writes it.
    bool taken = false;
  };

  // Takes those who wait and answers them.
  void Lead(std::vector<Caller*> callers) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::vector<Enqueued>> Write(const std::vector<NewTask>& tasks);

  db::Pool& pool_;
  const TaskQueue& queue_;
  absl::Mutex mutex_;
  int writers_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<Caller*> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexus::queue

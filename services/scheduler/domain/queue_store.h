#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "libs/queue/explanation.h"
#include "libs/queue/pause.h"
#include "libs/queue/queue_list.h"
#include "libs/queue/queue_stats.h"

namespace nexus::scheduler {

// The queue as its operator sees it: queue::QueueControl, each call one
// transaction, or joined to the call's. Thread-safe; may block.
class QueueStore {
 public:
  virtual ~QueueStore() = default;

  virtual absl::StatusOr<std::vector<queue::QueuedTask>> List(const queue::QueueList& list) = 0;
  virtual absl::StatusOr<std::optional<queue::QueuedTask>> Find(const std::string& id) = 0;

  // Of those that wait, by task.
  virtual absl::StatusOr<std::map<std::string, queue::Explanation>> Explain(
      const std::vector<std::string>& tasks) = 0;

  // By cluster.
  virtual absl::StatusOr<std::map<std::string, queue::Owner>> Owners() = 0;
  virtual absl::StatusOr<queue::QueueStats> Stats() = 0;

  virtual absl::StatusOr<std::vector<queue::Pause>> Pauses(const std::string& after_id,
                                                           int limit) = 0;

  // Nothing when the same tasks are paused already.
  virtual absl::StatusOr<std::optional<queue::Pause>> AddPause(const queue::Pause& pause) = 0;
  virtual absl::StatusOr<bool> RemovePause(const std::string& id) = 0;

  virtual absl::StatusOr<std::vector<queue::Retry>> RetryNow(
      const std::vector<std::string>& tasks) = 0;
  virtual absl::StatusOr<std::vector<queue::Retry>> RetryMatching(
      const queue::QueueFilter& filter) = 0;
};

}  // namespace nexus::scheduler

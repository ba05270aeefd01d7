#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "libs/queue/task.h"
#include "services/scheduler/domain/cluster.h"

namespace nexus::scheduler {

// What the scheduler remembers, for its calls. Each method is one transaction,
// or joins the call's. Thread-safe; may block.
class SchedulerStore {
 public:
  virtual ~SchedulerStore() = default;

  virtual absl::StatusOr<queue::Enqueued> Enqueue(const queue::NewTask& task) = 0;
  virtual absl::StatusOr<queue::Task> Cancel(const queue::Cancellation& cancellation) = 0;
  virtual absl::StatusOr<std::optional<queue::Task>> FindTask(const std::string& id) = 0;
  virtual absl::StatusOr<std::vector<queue::Task>> ListTasks(const queue::TaskList& list) = 0;

  // With its secret, sealed, and a shard of the queue for it. CLUSTER_EXISTS.
  virtual absl::StatusOr<Cluster> AddCluster(const Cluster& cluster) = 0;

  virtual absl::StatusOr<bool> HasCluster(const std::string& id) = 0;
  virtual absl::StatusOr<std::vector<std::string>> ClusterIds() = 0;

  // Ordered by id, after `after_id`, without secrets.
  virtual absl::StatusOr<std::vector<Cluster>> ListClusters(const std::string& after_id,
                                                            int limit) = 0;

  // All of them, with their secrets: for those who call their APIs.
  virtual absl::StatusOr<std::vector<Cluster>> OpenClusters() = 0;

  // Memory of our guests on a cluster, in MiB by node.
  virtual absl::StatusOr<std::map<std::string, std::int64_t>> MemoryGiven(
      const std::string& cluster) = 0;
};

}  // namespace nexus::scheduler

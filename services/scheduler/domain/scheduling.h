#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "nexus/scheduler/v1/cluster_service.pb.h"
#include "nexus/scheduler/v1/scheduler_service.pb.h"
#include "services/scheduler/domain/inventory.h"
#include "services/scheduler/domain/scheduler_store.h"

namespace nexus::scheduler {

// The clusters as they were read last. Thread-safe.
class ClusterViews {
 public:
  virtual ~ClusterViews() = default;

  // By cluster id; without those whose API does not answer.
  virtual std::map<std::string, Inventory> Read() const = 0;
};

// What may be asked of the scheduler. Thread-safe; may block on the store.
class Scheduling {
 public:
  Scheduling(SchedulerStore& store, const ClusterViews& views);

  // NO_CLUSTER_FITS; UNAVAILABLE while one that might fit cannot be read.
  absl::StatusOr<std::string> ChooseCluster(const v1::ChooseClusterRequest& request);

  // CLOSED, TASK_DIFFERS, CLUSTER_NOT_FOUND.
  absl::StatusOr<queue::Task> Enqueue(const v1::EnqueueTaskRequest& request);
  absl::StatusOr<queue::Task> Cancel(const v1::CancelTaskRequest& request);

  // A task of a project, at its owner's wish. TASK_NOT_FOUND, TASK_NOT_CANCELLABLE.
  absl::StatusOr<queue::Task> CancelOf(const std::string& project, const std::string& id);

  // `id` in the project. TASK_NOT_FOUND.
  absl::StatusOr<queue::Task> Get(const std::string& project, const std::string& id);
  absl::StatusOr<std::vector<queue::Task>> List(const queue::TaskList& list);

 private:
  absl::StatusOr<queue::Task> Cancel(const std::string& id, const std::string& project,
                                     const std::string& instance,
                                     const std::optional<queue::Task>& task);

  SchedulerStore& store_;
  const ClusterViews& views_;
};

}  // namespace nexus::scheduler

#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "nexus/scheduler/v1/queue_service.pb.h"
#include "services/scheduler/domain/queue_store.h"
#include "services/scheduler/domain/scheduler_store.h"
#include "services/scheduler/domain/scheduling.h"

namespace nexus::scheduler {

// What an operator may ask of the queue. Thread-safe; may block on the store.
class QueueDesk {
 public:
  // `slots`: tasks at once on a cluster.
  QueueDesk(QueueStore& queue, SchedulerStore& clusters, Scheduling& scheduling, int slots)
      : queue_(queue), clusters_(clusters), scheduling_(scheduling), slots_(slots) {}

  // Up to `limit` after the task `last`; those that wait say for what.
  absl::StatusOr<std::vector<v1::QueueTask>> List(const v1::ListQueueTasksRequest& request,
                                                  const std::string& last, int limit);

  // TASK_NOT_FOUND.
  absl::StatusOr<v1::ExplainTaskResponse> Explain(const std::string& name);
  absl::StatusOr<v1::QueueStats> Stats();

  // FIELD_INVALID.
  absl::StatusOr<v1::RetryTasksResponse> Retry(const v1::RetryTasksRequest& request);

  // TASK_NOT_FOUND, TASK_NOT_CANCELLABLE.
  absl::StatusOr<v1::QueueTask> GiveUp(const std::string& name);

  // PAUSE_EXISTS, CLUSTER_NOT_FOUND, FIELD_INVALID.
  absl::StatusOr<v1::Pause> Pause(const v1::Pause& wanted, const std::string& author);

  // PAUSE_NOT_FOUND.
  absl::Status Resume(const std::string& name);
  absl::StatusOr<std::vector<v1::Pause>> Pauses(const std::string& last, int limit);

 private:
  absl::StatusOr<queue::QueuedTask> Find(const std::string& name);
  absl::StatusOr<std::map<std::string, queue::Explanation>> ExplainWaiting(
      const std::vector<queue::QueuedTask>& tasks);

  QueueStore& queue_;
  SchedulerStore& clusters_;
  Scheduling& scheduling_;
  const int slots_;
};

}  // namespace nexus::scheduler

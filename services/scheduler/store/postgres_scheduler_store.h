#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/sealer.h"
#include "libs/db/migration.h"
#include "libs/db/pool.h"
#include "libs/queue/enqueue_group.h"
#include "libs/queue/task_queue.h"
#include "services/scheduler/domain/scheduler_store.h"

namespace nexus::scheduler {

// This service's own tables.
db::Migrations OwnMigrations();

// All of it: what libs bring, the queue, and our own.
db::Migrations AllMigrations();

class PostgresSchedulerStore : public SchedulerStore {
 public:
  PostgresSchedulerStore(db::Pool& pool, const queue::TaskQueue& queue, const Sealer& sealer);

  absl::StatusOr<queue::Enqueued> Enqueue(const queue::NewTask& task) override;
  absl::StatusOr<queue::Task> Cancel(const queue::Cancellation& cancellation) override;
  absl::StatusOr<std::optional<queue::Task>> FindTask(const std::string& id) override;
  absl::StatusOr<std::vector<queue::Task>> ListTasks(const queue::TaskList& list) override;
  absl::StatusOr<Cluster> AddCluster(const Cluster& cluster) override;
  absl::StatusOr<bool> HasCluster(const std::string& id) override;
  absl::StatusOr<std::vector<std::string>> ClusterIds() override;
  absl::StatusOr<std::vector<Cluster>> ListClusters(const std::string& after_id,
                                                    int limit) override;
  absl::StatusOr<std::vector<Cluster>> OpenClusters() override;
  absl::StatusOr<std::map<std::string, std::int64_t>> MemoryGiven(
      const std::string& cluster) override;

 private:
  db::Pool& pool_;
  const queue::TaskQueue& queue_;
  queue::EnqueueGroup enqueuing_{pool_, queue_};
  const Sealer& sealer_;
};

}  // namespace nexus::scheduler

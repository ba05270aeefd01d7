#include <iostream>

#include "libs/base/sealer.h"
#include "libs/base/status.h"
#include "libs/db/notifier.h"
#include "libs/queue/queue_control.h"
#include "libs/queue/task_queue.h"
#include "libs/rpc/runtime.h"
#include "services/scheduler/api/cluster_handler.h"
#include "services/scheduler/api/queue_handler.h"
#include "services/scheduler/api/scheduler_handler.h"
#include "services/scheduler/api/task_handler.h"
#include "services/scheduler/config.h"
#include "services/scheduler/domain/scheduling.h"
#include "services/scheduler/store/announcer.h"
#include "services/scheduler/store/postgres_queue_store.h"
#include "services/scheduler/store/postgres_scheduler_store.h"
#include "services/scheduler/work/queue_metrics.h"
#include "services/scheduler/work/workers.h"

int main(int argc, char** argv) {
  using namespace nexus;             // NOLINT
  using namespace nexus::scheduler;  // NOLINT
  const bool migrating = rpc::WantsMigration(argc, argv);
  const Config config = LoadConfigOrExit(migrating);
  if (migrating) return rpc::MigrateAndExit(config.service, AllMigrations());

  const auto sealer = Sealer::FromFile(config.key_file);
  if (!sealer.ok()) {
    std::cerr << "NEXUS_SCHEDULER_KEY_FILE: " << MessageOf(sealer.status()) << "\n";
    return 2;
  }

  rpc::Runtime runtime(config.service, AllMigrations());
  db::Notifier notifier(config.service.database, queue::kWakeChannel);
  const queue::Announce announce = AnnounceWith(runtime.event_log());
  Workers* owners = nullptr;
  const auto wake = [&notifier, &owners] {
    owners->Wake();
    notifier.Notify();
  };
  const queue::TaskQueue queue(announce, wake);
  const queue::QueueControl control(wake);
  PostgresSchedulerStore store(runtime.pool(), queue, *sealer);
  const queue::Limits limits{config.work.slots, config.work.tenant_slots};
  PostgresQueueStore queue_store(runtime.pool(), control, limits);
  QueueMetrics queue_metrics(runtime.metrics(), queue_store);
  WorkSettings work = config.work;
  work.observer = &queue_metrics;
  Workers workers(runtime.pool(), store, work, announce, notifier);
  owners = &workers;
  Scheduling scheduling(store, workers);
  QueueDesk desk(queue_store, store, scheduling, config.work.slots);
  runtime.metrics().Watch("nexus_scheduler_clusters_owned", "Clusters that this process works.",
                          [&workers] { return workers.owned(); });

  SchedulerHandler scheduler_handler(runtime.serve(), scheduling, workers);
  TaskHandler task_handler(runtime.serve(), scheduling);
  ClusterHandler cluster_handler(runtime.serve(), store, runtime.pool(), runtime.event_log(),
                                 workers);
  QueueHandler queue_handler(runtime.serve(), desk);
  return runtime.Run({&scheduler_handler, &task_handler, &cluster_handler, &queue_handler});
}

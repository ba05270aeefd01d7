#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "libs/db/notifier.h"
#include "libs/db/pool.h"
#include "services/scheduler/domain/scheduler_store.h"
#include "services/scheduler/domain/scheduling.h"
#include "services/scheduler/work/cluster_worker.h"
#include "services/scheduler/work/loop.h"

namespace nexus::scheduler {

// A worker for each cluster that the database knows; finds new ones by itself.
class Workers : public ClusterViews {
 public:
  Workers(db::Pool& pool, SchedulerStore& store, WorkSettings settings, queue::Announce announce,
          const db::Notifier& own_wakes);

  // Stops the tasks where they safely can, then the loop, then gives the shards back.
  ~Workers() override;

  std::map<std::string, Inventory> Read() const override;

  // Work was enqueued or cancelled. Never blocks.
  void Wake();

  // A cluster was added here; those that others add are found by a poll.
  void LookForClusters();

  // How many clusters this process owns now.
  int owned() const;

  // Calls a cluster's API once: an error says why it cannot be used. Blocks.
  absl::Status Probe(const Cluster& cluster);

 private:
  void Run();
  void FindClusters();

  db::Pool& pool_;
  SchedulerStore& store_;
  const WorkSettings settings_;
  const queue::Announce announce_;

  // Declared before what runs on it.
  Loop loop_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::map<std::string, std::unique_ptr<ClusterWorker>> workers_;

  std::thread thread_;
  std::unique_ptr<db::Listener> listener_;
};

}  // namespace nexus::scheduler

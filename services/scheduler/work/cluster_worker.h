#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "libs/db/pool.h"
#include "libs/queue/shard.h"
#include "services/scheduler/domain/cluster.h"
#include "services/scheduler/domain/inventory.h"
#include "services/scheduler/domain/task_runner.h"
#include "services/scheduler/proxmox/client.h"
#include "services/scheduler/work/loop.h"
#include "services/scheduler/work/run_observer.h"

namespace nexus::scheduler {

struct WorkSettings {
  TaskSettings tasks;

  // See queue::ShardOptions.
  db::PoolOptions database;
  absl::Duration lease = absl::Seconds(3);
  int slots = 64;
  int tenant_slots = 8;

  // Told of every run; must outlive the workers.
  RunObserver* observer = nullptr;

  // How often a cluster is read for its nodes, templates and room.
  absl::Duration inventory_interval = absl::Seconds(5);
};

proxmox::Access AccessTo(const Cluster& cluster);

// Everything that this process does with one cluster: reads it now and then,
// and, while it owns the cluster's shard, runs its tasks.
class ClusterWorker {
 public:
  ClusterWorker(Loop& loop, db::Pool& pool, const Cluster& cluster, WorkSettings settings,
                queue::Announce announce);

  // What runs is asked to stop where it safely can; the loop must be stopped next.
  void Stop() { shard_.Stop(); }

  // Then: closes its connections, before the loop goes.
  void Discard() { client_.Discard(); }

  void Wake() { shard_.Wake(); }
  bool owned() const { return shard_.owned(); }

  // Nothing while the cluster does not answer. From any thread.
  std::optional<Inventory> inventory() const;

 private:
  void Begin(std::shared_ptr<queue::Lease> lease);
  Async<Inventory> ReadFor(bool fresh);
  boost::asio::awaitable<void> KeepReading();
  AsyncStatus ReadNow();

  const std::string id_;
  Loop& loop_;
  db::Pool& pool_;
  const WorkSettings settings_;
  proxmox::Client client_;
  TaskRunner runner_;

  mutable std::mutex mutex_;
  std::shared_ptr<const Inventory> inventory_;
  std::chrono::steady_clock::time_point read_at_;

  queue::Shard shard_;
};

}  // namespace nexus::scheduler

#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "libs/db/pool.h"
#include "libs/queue/lease.h"
#include "libs/queue/ownership.h"
#include "libs/queue/task_queue.h"

namespace nexus::queue {

struct ShardOptions {
  std::string shard;
  db::PoolOptions database;

  // See OwnershipOptions.
  absl::Duration lease = absl::Seconds(3);

  // Tasks at once.
  int slots = 64;

  // And of one tenant, so that nobody takes the shard for himself.
  int tenant_slots = 8;

  // The net under the wake-ups: how often to look without one, jittered.
  absl::Duration scan = absl::Milliseconds(250);
};

// Works one shard of the queue while this process owns it: claims what may run
// and hands it to the worker. Makes its own connections. Thread-safe.
//
// Order: by priority; within one, the tenant that has the fewest tasks running goes
// first; per serial key strictly by id, one at a time. A paused task is not begun.
class Shard {
 public:
  // Begins to run a task; must not block. Runs on the shard's thread.
  using Start = std::function<void(std::shared_ptr<Lease>)>;

  Shard(ShardOptions options, Announce announce, Start start);

  // Gives the shard back. Every lease must be gone: they use its connections.
  ~Shard();

  // Claims no more, asks what runs to stop where it safely can, and waits a few
  // seconds for that. What still runs then is left to the next owner.
  void Stop();

  // Something may have become ready, or was cancelled. Never blocks.
  void Wake();

  bool owned() const { return ownership_.tenure() != nullptr; }

 private:
  void Run();
  void Round(const std::shared_ptr<Tenure>& tenure, bool woken);
  absl::Status Adopt(const std::shared_ptr<Tenure>& tenure);
  absl::Status Claim(const std::shared_ptr<Tenure>& tenure);
  void CancelThese(const std::vector<std::string>& ids);
  void Begin(const std::shared_ptr<Tenure>& tenure,
             std::vector<std::pair<Task, std::int64_t>> tasks);
  void Gone(const std::string& id, bool ended);
  int FreeSlots() const;
  bool HasDropped() const;

  // The leases that are out, except those on their way out.
  std::vector<std::shared_ptr<Lease>> Leases() const;

  const ShardOptions options_;
  const Announce announce_;
  const Start start_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::map<std::string, std::weak_ptr<Lease>> running_;

  // Leases that were dropped unended; to be claimed anew.
  std::set<std::string> dropped_;

  // Of the tenure that has adopted what it found.
  std::int64_t adopted_epoch_ = 0;

  Ownership ownership_;
  db::Pool pool_;
  std::thread thread_;
};

}  // namespace nexus::queue

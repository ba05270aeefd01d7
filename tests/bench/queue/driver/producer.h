#pragma once

#include <vector>

#include "absl/status/status.h"

#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/db/notifier.h"
#include "libs/db/pool.h"
#include "libs/queue/enqueue_group.h"
#include "libs/queue/task_queue.h"
#include "tests/bench/queue/driver/call.h"
#include "tests/bench/queue/driver/job.h"

namespace nexus::queue_driver {

// Enqueues as the scheduler's EnqueueTask does: those that come at the same time
// together, and with the owners woken after the commit. Thread-safe.
class Producer {
 public:
  explicit Producer(const db::PoolOptions& database);

  // Opens every connection of the pool.
  void Connect(int connections);

  absl::Status Enqueue(const Job& job);

  // All of them or none.
  absl::Status EnqueueAll(const std::vector<Job>& jobs);

 private:
  const SystemClock clock_;
  RandomIdSource ids_{clock_};
  db::Pool pool_;
  db::Notifier notifier_;
  const queue::TaskQueue queue_;
  queue::EnqueueGroup group_{pool_, queue_};
};

// `enqueue`: as fast as it goes; prints how long it took.
absl::Status Enqueue(const Call& call, const db::PoolOptions& database);

// `produce`: so many a second, or one for each line of standard input.
absl::Status Produce(const Call& call, const db::PoolOptions& database);

}  // namespace nexus::queue_driver

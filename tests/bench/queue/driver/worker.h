#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "libs/db/notifier.h"
#include "libs/queue/shard.h"
#include "tests/bench/queue/driver/call.h"
#include "tests/bench/queue/driver/report.h"

namespace nexus::queue_driver {

// Works both shards as a replica of the scheduler works two clusters, except
// that a job only takes its time. Destroyed, it begins no more, finishes what
// runs, and gives the shards back.
class Worker {
 public:
  Worker(const Profile& profile, absl::Duration job_time, const db::PoolOptions& database,
         Report& report);
  ~Worker();

 private:
  void Begin(std::shared_ptr<queue::Lease> lease);
  boost::asio::awaitable<void> Run(std::shared_ptr<queue::Lease> lease);
  boost::asio::awaitable<void> End(queue::Lease& lease);
  void Wake();

  const absl::Duration job_time_;
  Report& report_;
  std::optional<boost::asio::thread_pool> threads_;
  db::Notifier notifier_;
  std::vector<std::unique_ptr<queue::Shard>> shards_;
  std::once_flag listening_;
  std::optional<db::Listener> listener_;
};

}  // namespace nexus::queue_driver

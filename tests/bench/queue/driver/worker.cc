#include "tests/bench/queue/driver/worker.h"

#include <exception>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "libs/queue/task_queue.h"

namespace nexus::queue_driver {
namespace {

constexpr absl::Duration kListenPoll = absl::Seconds(1);
constexpr absl::Duration kWritePause = absl::Milliseconds(50);

boost::asio::awaitable<void> Pause(absl::Duration span) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(span));
  co_await timer.async_wait(boost::asio::use_awaitable);
}

bool MayBeRepeated(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kUnknown;
}

void LogEscaped(std::exception_ptr escaped) {
  if (!escaped) return;
  try {
    std::rethrow_exception(escaped);
  } catch (const std::exception& error) {
    spdlog::error("a job failed what={}", error.what());
  }
}

}  // namespace

Worker::Worker(const Profile& profile, absl::Duration job_time, const db::PoolOptions& database,
               Report& report)
    : job_time_(job_time),
      report_(report),
      threads_(std::in_place, static_cast<std::size_t>(profile.threads)),
      notifier_(database, queue::kWakeChannel) {
  for (const char* name : kShards) {
    queue::ShardOptions options;
    options.shard = name;
    options.database = database;
    options.lease = profile.lease;
    options.slots = profile.slots;
    options.tenant_slots = profile.slots;  // Its one tenant has the queue for itself.
    shards_.push_back(std::make_unique<queue::Shard>(
        std::move(options), [](db::Transaction&, const queue::Task&) {},
        [this](std::shared_ptr<queue::Lease> lease) { Begin(std::move(lease)); }));
  }
  listener_.emplace(database, queue::kWakeChannel, kListenPoll, notifier_, [this] { Wake(); });
}

Worker::~Worker() {
  listener_.reset();
  {
    std::vector<std::jthread> stopping;
    for (const auto& shard : shards_) stopping.emplace_back([&shard] { shard->Stop(); });
  }
  // What still runs is never resumed; its leases go before the shards.
  threads_->stop();
  threads_->join();
  threads_.reset();
}

// The listener calls this first when it listens.
void Worker::Wake() {
  for (const auto& shard : shards_) shard->Wake();
  std::call_once(listening_, [this] { report_.Ready(); });
}

void Worker::Begin(std::shared_ptr<queue::Lease> lease) {
  boost::asio::co_spawn(*threads_, Run(std::move(lease)), LogEscaped);
}

boost::asio::awaitable<void> Worker::Run(std::shared_ptr<queue::Lease> lease) {
  if (lease->stopping()) co_return;
  const auto job = JobOf(lease->task());
  NEXUS_CHECK(job.ok());
  report_.Started(*job, lease->task().attempt);
  if (job_time_ > absl::ZeroDuration()) co_await Pause(job_time_);
  report_.Ended(*job);
  co_await End(*lease);
}

// As the scheduler does: what may be repeated is, until the lease is lost.
boost::asio::awaitable<void> Worker::End(queue::Lease& lease) {
  queue::TaskUpdate update;
  update.decide = queue::Outcome::kSucceeded;
  update.end = true;
  absl::Status written = lease.Write(update);
  while (MayBeRepeated(written) && !lease.stopping()) {
    co_await Pause(kWritePause);
    written = lease.Write(update);
  }
  if (!written.ok()) {
    spdlog::warn("an end was not written task={} what={}", lease.id(), written.ToString());
  }
}

}  // namespace nexus::queue_driver

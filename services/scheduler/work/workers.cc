#include "services/scheduler/work/workers.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "libs/queue/task_queue.h"
#include "services/scheduler/domain/errors.h"

namespace nexus::scheduler {
namespace {

constexpr auto kPoll = std::chrono::seconds(1);
constexpr absl::Duration kListenPoll = absl::Seconds(1);

}  // namespace

Workers::Workers(db::Pool& pool, SchedulerStore& store, WorkSettings settings,
                 queue::Announce announce, const db::Notifier& own_wakes)
    : pool_(pool),
      store_(store),
      settings_(std::move(settings)),
      announce_(std::move(announce)),
      thread_([this] { Run(); }),
      listener_(std::make_unique<db::Listener>(settings_.database, queue::kWakeChannel, kListenPoll,
                                               own_wakes, [this] { Wake(); })) {}

Workers::~Workers() {
  listener_.reset();
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  std::vector<std::thread> stopping;
  for (auto& [id, worker] : workers_) stopping.emplace_back([&worker] { worker->Stop(); });
  for (std::thread& thread : stopping) thread.join();
  loop_.Stop();
  // Connections go before the loop that they belong to; the coroutines that are
  // left, and their leases, before the shards.
  for (auto& [id, worker] : workers_) worker->Discard();
  loop_.Discard();
}

void Workers::Wake() {
  std::lock_guard lock(mutex_);
  for (const auto& [id, worker] : workers_) worker->Wake();
}

void Workers::LookForClusters() {
  {
    std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

int Workers::owned() const {
  std::lock_guard lock(mutex_);
  return static_cast<int>(
      std::ranges::count_if(workers_, [](const auto& entry) { return entry.second->owned(); }));
}

std::map<std::string, Inventory> Workers::Read() const {
  std::map<std::string, Inventory> views;
  std::lock_guard lock(mutex_);
  for (const auto& [id, worker] : workers_) {
    if (auto inventory = worker->inventory()) views.emplace(id, *std::move(inventory));
  }
  return views;
}

void Workers::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    woken_ = false;
    lock.unlock();
    FindClusters();
    lock.lock();
    wake_.wait_for(lock, kPoll, [this] { return woken_ || stopping_; });
  }
}

void Workers::FindClusters() {
  const auto clusters = store_.OpenClusters();
  if (!clusters.ok()) {
    spdlog::warn("cannot read the clusters, trying again what={}", MessageOf(clusters.status()));
    return;
  }
  for (const Cluster& cluster : *clusters) {
    {
      std::lock_guard lock(mutex_);
      if (workers_.contains(cluster.id)) continue;
    }
    auto worker = std::make_unique<ClusterWorker>(loop_, pool_, cluster, settings_, announce_);
    std::lock_guard lock(mutex_);
    workers_.emplace(cluster.id, std::move(worker));
  }
}

absl::Status Workers::Probe(const Cluster& cluster) {
  auto client = std::make_shared<proxmox::Client>(loop_.executor(), AccessTo(cluster));
  auto body = [client]() -> AsyncStatus { co_return co_await client->Check(); };
  const absl::Status checked =
      boost::asio::co_spawn(loop_.executor(), std::move(body), boost::asio::use_future).get();
  if (checked.ok()) return absl::OkStatus();
  return ClusterUnreachable(cluster.endpoints.front(), MessageOf(checked));
}

}  // namespace nexus::scheduler

#include "services/scheduler/work/cluster_worker.h"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "services/scheduler/domain/endpoint.h"
#include "services/scheduler/domain/progress_json.h"
#include "services/scheduler/store/queue_journal.h"

namespace nexus::scheduler {
namespace {

// A view older than this says nothing about what there is room for.
constexpr auto kStale = std::chrono::seconds(30);

// Our own bug: the task is taken up again, by us or by the next owner.
void LogEscaped(const std::string& what, std::exception_ptr escaped) {
  if (!escaped) return;
  try {
    std::rethrow_exception(escaped);
  } catch (const std::exception& error) {
    spdlog::error("a coroutine failed of={} what={}", what, error.what());
  }
}

queue::ShardOptions OptionsFor(const std::string& id, const WorkSettings& settings) {
  queue::ShardOptions options;
  options.shard = id;
  options.database = settings.database;
  options.lease = settings.lease;
  options.slots = settings.slots;
  options.tenant_slots = settings.tenant_slots;
  return options;
}

}  // namespace

proxmox::Access AccessTo(const Cluster& cluster) {
  proxmox::Access access;
  for (const std::string& endpoint : cluster.endpoints) {
    if (auto parsed = ParseEndpoint(endpoint)) access.endpoints.push_back(*std::move(parsed));
  }
  access.fingerprints = cluster.fingerprints;
  access.token_id = cluster.token_id;
  access.token_secret = cluster.token_secret;
  return access;
}

ClusterWorker::ClusterWorker(Loop& loop, db::Pool& pool, const Cluster& cluster,
                             WorkSettings settings, queue::Announce announce)
    : id_(cluster.id),
      loop_(loop),
      pool_(pool),
      settings_(std::move(settings)),
      client_(loop.executor(), AccessTo(cluster)),
      runner_(client_, settings_.tasks, cluster.storage,
              [this](bool fresh) { return ReadFor(fresh); }),
      shard_(OptionsFor(id_, settings_), std::move(announce),
             [this](std::shared_ptr<queue::Lease> lease) { Begin(std::move(lease)); }) {
  boost::asio::co_spawn(loop_.executor(), KeepReading(), [this](std::exception_ptr escaped) {
    LogEscaped("clusters/" + id_, escaped);
  });
}

void ClusterWorker::Begin(std::shared_ptr<queue::Lease> lease) {
  const std::string id = lease->id();
  const std::string kind = lease->task().kind;
  Progress progress = ProgressFromJson(lease->task().progress);
  RunObserver& observer = *settings_.observer;
  observer.Began(lease->task());
  auto journal = std::make_shared<QueueJournal>(std::move(lease), pool_, loop_.database());
  journal->OnRefused([&observer] { observer.WriteRefused(); });
  const auto begun = std::chrono::steady_clock::now();
  boost::asio::co_spawn(loop_.executor(), runner_.Run(std::move(journal), std::move(progress)),
                        [id, kind, &observer, begun](std::exception_ptr escaped) {
                          LogEscaped("task " + id, escaped);
                          const auto ran = std::chrono::steady_clock::now() - begun;
                          observer.Left(kind, absl::FromChrono(ran));
                        });
}

std::optional<Inventory> ClusterWorker::inventory() const {
  std::lock_guard lock(mutex_);
  const bool stale = std::chrono::steady_clock::now() - read_at_ > kStale;
  if (inventory_ == nullptr || stale) return std::nullopt;
  return *inventory_;
}

Async<Inventory> ClusterWorker::ReadFor(bool fresh) {
  if (!fresh) {
    if (auto known = inventory()) co_return *std::move(known);
  }
  NEXUS_CO_RETURN_IF_ERROR(co_await ReadNow());
  std::lock_guard lock(mutex_);
  co_return *inventory_;
}

AsyncStatus ClusterWorker::ReadNow() {
  NEXUS_CO_ASSIGN_OR_RETURN(Inventory read, co_await ReadInventory(client_));
  std::lock_guard lock(mutex_);
  inventory_ = std::make_shared<const Inventory>(std::move(read));
  read_at_ = std::chrono::steady_clock::now();
  co_return absl::OkStatus();
}

boost::asio::awaitable<void> ClusterWorker::KeepReading() {
  bool answered = true;
  while (true) {
    const absl::Status read = co_await ReadNow();
    if (!read.ok() && answered) {
      spdlog::warn("a cluster does not answer cluster={} what={}", id_, MessageOf(read));
    }
    if (read.ok() && !answered) spdlog::info("a cluster answers again cluster={}", id_);
    answered = read.ok();
    co_await Pause(settings_.inventory_interval);
  }
}

}  // namespace nexus::scheduler

#include "libs/queue/shard.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "libs/queue/ready.h"
#include "libs/queue/task_rows.h"

namespace nexus::queue {
namespace {

constexpr auto kGrace = std::chrono::seconds(5);
constexpr int kConnections = 4;

// What is held under an older epoch, or was dropped, gets a new fence. Only an
// owner that did not leave in order counts as a rescue.
const std::string& AdoptTasks() {
  static const std::string sql = fmt::format(R"sql(
    UPDATE tasks AS t
    SET fence = nextval('task_fences'), epoch = $2, version = version + 1,
        rescues = t.rescues + CASE WHEN $3 AND t.epoch < $2 THEN 0 ELSE 1 END
    WHERE t.shard = $1 AND t.state = 'running' AND (t.epoch < $2 OR t.id = ANY($4::uuid[]))
      AND EXISTS (SELECT 1 FROM queue_shards s WHERE s.shard = $1 AND s.epoch = $2)
    RETURNING {}, t.fence)sql",
                                             kTaskColumns);
  return sql;
}

// The first of each serial key that no pause holds, tenants in turn and within
// their limit: what runs is counted in the statement that adds to it. What was
// found ready is locked by its ids; the state is asked for again in a form that
// keeps the planner from walking the index of all that waits.
const std::string& ClaimTasks() {
  static const std::string sql = fmt::format(R"sql(
    {}, picked AS MATERIALIZED (
      SELECT c.id FROM tasks c
      WHERE c.id = ANY (ARRAY(SELECT id FROM ready ORDER BY priority, share, id LIMIT $2))
        AND c.state || '' = 'waiting'
      FOR UPDATE SKIP LOCKED
    )
    UPDATE tasks AS t
    SET state = 'running', fence = nextval('task_fences'), epoch = $4, attempt = t.attempt + 1,
        start_time = coalesce(t.start_time, clock_timestamp()), version = version + 1
    FROM picked
    WHERE t.id = picked.id
      AND EXISTS (SELECT 1 FROM queue_shards s
                  WHERE s.shard = $1 AND s.epoch = $4 AND s.lease_until > clock_timestamp())
    RETURNING {}, t.fence)sql",
                                             ReadyTasks(), kTaskColumns);
  return sql;
}

constexpr char kCancelled[] = R"sql(
  SELECT id FROM tasks WHERE shard = $1 AND state = 'running' AND cancel_requested)sql";

constexpr int kFenceColumn = 23;

std::vector<std::pair<Task, std::int64_t>> ParseClaimed(const pqxx::result& rows) {
  std::vector<std::pair<Task, std::int64_t>> tasks;
  for (const auto& row : rows) {
    tasks.emplace_back(ParseTask(row), row[kFenceColumn].as<std::int64_t>());
  }
  return tasks;
}

std::chrono::nanoseconds Jittered(absl::Duration span) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return absl::ToChronoNanoseconds(span * std::uniform_real_distribution<>(0.8, 1.2)(random));
}

}  // namespace

Shard::Shard(ShardOptions options, Announce announce, Start start)
    : options_(std::move(options)),
      announce_(std::move(announce)),
      start_(std::move(start)),
      ownership_({options_.database, options_.shard, options_.lease}, [this] { Wake(); }),
      pool_([this] {
        db::PoolOptions named = ownership_.Named(options_.database);
        named.size = kConnections;
        return named;
      }()),
      thread_([this] { Run(); }) {}

Shard::~Shard() {
  Stop();
  ownership_.Release();
}

void Shard::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (!thread_.joinable()) return;
  thread_.join();
  for (const auto& lease : Leases()) lease->Stop();
  std::unique_lock lock(mutex_);
  if (!wake_.wait_for(lock, kGrace, [this] { return running_.empty(); })) {
    spdlog::warn("tasks are still running, leaving them to the next owner shard={} tasks={}",
                 options_.shard, running_.size());
  }
}

// Taken out of the lock: to let go of the last one calls Gone.
std::vector<std::shared_ptr<Lease>> Shard::Leases() const {
  std::vector<std::shared_ptr<Lease>> leases;
  std::lock_guard lock(mutex_);
  for (const auto& [id, weak] : running_) {
    if (auto lease = weak.lock()) leases.push_back(std::move(lease));
  }
  return leases;
}

void Shard::Wake() {
  {
    std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

void Shard::Run() {
  bool woken = false;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    woken_ = false;
    lock.unlock();
    if (const auto tenure = ownership_.tenure()) Round(tenure, woken);
    lock.lock();
    woken = wake_.wait_for(lock, Jittered(options_.scan), [this] { return woken_ || stopping_; });
  }
}

// What a former owner held goes first, once. Whoever was enqueued just now is not
// kept waiting by a look that rarely finds anything: a former owner's last claim
// may come late, and the scan finds it.
void Shard::Round(const std::shared_ptr<Tenure>& tenure, bool woken) {
  absl::Status status;
  if (adopted_epoch_ != tenure->epoch() || !woken || HasDropped()) {
    status = Adopt(tenure);
    if (status.ok()) adopted_epoch_ = tenure->epoch();
  }
  if (status.ok()) status = Claim(tenure);
  if (!status.ok()) {
    spdlog::warn("could not look for work, trying again shard={} what={}", options_.shard,
                 status.ToString());
  }
}

bool Shard::HasDropped() const {
  std::lock_guard lock(mutex_);
  return !dropped_.empty();
}

absl::Status Shard::Adopt(const std::shared_ptr<Tenure>& tenure) {
  std::vector<std::string> dropped;
  {
    std::lock_guard lock(mutex_);
    dropped.assign(dropped_.begin(), dropped_.end());
  }
  std::vector<std::pair<Task, std::int64_t>> tasks;
  const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) {
    tasks = ParseClaimed(tx.Exec(AdoptTasks().c_str(), options_.shard, tenure->epoch(),
                                 tenure->clean(), db::TextArray(dropped)));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  {
    std::lock_guard lock(mutex_);
    for (const std::string& id : dropped) dropped_.erase(id);
  }
  for (const auto& [task, fence] : tasks) {
    spdlog::info("taking a task over task={} shard={} rescues={}", task.id, options_.shard,
                 task.rescues);
  }
  Begin(tenure, std::move(tasks));
  return absl::OkStatus();
}

// What may run, and what is to be cancelled: one transaction for both. That a
// task was taken is announced with its first step.
absl::Status Shard::Claim(const std::shared_ptr<Tenure>& tenure) {
  const int free = FreeSlots();
  std::vector<std::pair<Task, std::int64_t>> tasks;
  std::vector<std::string> cancelled;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    cancelled.clear();
    for (const auto& row : tx.Exec(kCancelled, options_.shard)) {
      cancelled.push_back(row[0].as<std::string>());
    }
    if (free > 0) {
      tasks = ParseClaimed(tx.Exec(ClaimTasks().c_str(), options_.shard, free,
                                   options_.tenant_slots, tenure->epoch()));
    }
    return absl::OkStatus();
  }));
  CancelThese(cancelled);
  Begin(tenure, std::move(tasks));
  return absl::OkStatus();
}

void Shard::CancelThese(const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  for (const auto& lease : Leases()) {
    if (std::ranges::find(ids, lease->id()) != ids.end()) lease->RequestCancel();
  }
}

void Shard::Begin(const std::shared_ptr<Tenure>& tenure,
                  std::vector<std::pair<Task, std::int64_t>> tasks) {
  for (auto& [task, fence] : tasks) {
    const std::string id = task.id;
    auto lease =
        std::make_shared<Lease>(pool_, announce_, tenure, std::move(task), fence,
                                [this](const std::string& gone, bool ended) { Gone(gone, ended); });
    {
      std::lock_guard lock(mutex_);
      running_[id] = lease;
    }
    start_(std::move(lease));
  }
}

void Shard::Gone(const std::string& id, bool ended) {
  {
    std::lock_guard lock(mutex_);
    const auto found = running_.find(id);
    // A lease of a lost tenure may outlive the next claim of its task.
    if (found == running_.end() || !found->second.expired()) return;
    running_.erase(found);
    if (!ended) dropped_.insert(id);
    woken_ = true;
  }
  wake_.notify_all();
}

int Shard::FreeSlots() const {
  std::lock_guard lock(mutex_);
  return options_.slots - static_cast<int>(running_.size());
}

}  // namespace nexus::queue

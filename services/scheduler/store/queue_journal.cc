#include "services/scheduler/store/queue_journal.h"

#include <utility>

#include <boost/asio/use_awaitable.hpp>

#include "libs/base/status.h"
#include "services/scheduler/domain/progress_json.h"
#include "services/scheduler/store/guest_rows.h"

namespace nexus::scheduler {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(50);
constexpr absl::Duration kLongestPause = absl::Seconds(1);

// Runs `work` on one of the database's threads and comes back to the loop.
template <typename Work>
auto OnDatabase(boost::asio::thread_pool& database, Work work)
    -> boost::asio::awaitable<decltype(work())> {
  auto body = [work = std::move(work)]() -> boost::asio::awaitable<decltype(work())> {
    co_return work();
  };
  co_return co_await boost::asio::co_spawn(database, std::move(body), boost::asio::use_awaitable);
}

bool MayBeRepeated(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kUnknown;
}

}  // namespace

QueueJournal::QueueJournal(std::shared_ptr<queue::Lease> lease, db::Pool& pool,
                           boost::asio::thread_pool& database)
    : lease_(std::move(lease)),
      pool_(pool),
      database_(database),
      database_time_(lease_->task().read_time),
      read_at_(std::chrono::steady_clock::now()) {}

absl::Time QueueJournal::Now() const {
  return database_time_ + absl::FromChrono(std::chrono::steady_clock::now() - read_at_);
}

AsyncStatus QueueJournal::Write(queue::TaskUpdate update, Prepare prepare) {
  for (absl::Duration pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
    auto write = [this, &update, &prepare] { return lease_->Write(update, prepare); };
    const absl::Status status = co_await OnDatabase(database_, std::move(write));
    if (status.ok()) {
      database_time_ = lease_->task().read_time;
      read_at_ = std::chrono::steady_clock::now();
    }
    if (ReasonOf(status) == "LEASE_LOST" && refused_) refused_();
    if (!MayBeRepeated(status) || lease_->stopping()) co_return status;
    co_await Pause(pause);
  }
}

AsyncStatus QueueJournal::Save(const Progress& progress, bool announce) {
  queue::TaskUpdate update;
  update.progress = ToJson(progress);
  update.announce = announce;
  Prepare prepare = [](db::Transaction&, queue::TaskUpdate&) { return absl::OkStatus(); };
  co_return co_await Write(std::move(update), std::move(prepare));
}

AsyncStatus QueueJournal::TakeVmid(Progress& progress, std::int64_t memory_mib) {
  NewGuest guest;
  guest.cluster = task().shard;
  guest.instance = task().serial_key;
  guest.operation = task().id;
  guest.node = progress.node;
  guest.memory_mib = memory_mib;
  Progress taken = progress;
  queue::TaskUpdate update;
  update.announce = true;
  Prepare prepare = [&](db::Transaction& tx, queue::TaskUpdate& prepared) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(taken.vmid, GiveVmid(tx, guest));
    prepared.progress = ToJson(taken);
    return absl::OkStatus();
  };
  NEXUS_CO_RETURN_IF_ERROR(co_await Write(std::move(update), std::move(prepare)));
  progress.vmid = taken.vmid;
  co_return absl::OkStatus();
}

AsyncStatus QueueJournal::BurnVmid(Progress& progress) {
  const int burnt = std::exchange(progress.vmid, 0);
  queue::TaskUpdate update;
  update.progress = ToJson(progress);
  Prepare prepare = [cluster = task().shard, burnt](db::Transaction& tx, queue::TaskUpdate&) {
    scheduler::BurnVmid(tx, cluster, burnt);
    return absl::OkStatus();
  };
  co_return co_await Write(std::move(update), std::move(prepare));
}

Async<std::optional<GuestRecord>> QueueJournal::FindGuest() {
  std::optional<GuestRecord> record;
  auto read = [this, &record] {
    return pool_.InTransaction([&](db::Transaction& tx) {
      record = scheduler::FindGuest(tx, task().shard, task().serial_key);
      return absl::OkStatus();
    });
  };
  NEXUS_CO_RETURN_IF_ERROR(co_await OnDatabase(database_, std::move(read)));
  co_return record;
}

Async<std::map<std::string, std::int64_t>> QueueJournal::MemoryGiven() {
  std::map<std::string, std::int64_t> given;
  auto read = [this, &given] {
    return pool_.InTransaction([&](db::Transaction& tx) {
      given = ReadMemoryGiven(tx, task().shard);
      return absl::OkStatus();
    });
  };
  NEXUS_CO_RETURN_IF_ERROR(co_await OnDatabase(database_, std::move(read)));
  co_return given;
}

// What is said of a guest is also remembered of it, in the same transaction.
QueueJournal::Prepare QueueJournal::SettleGuest(const Progress& progress,
                                                const v1::Guest& guest) const {
  return [cluster = task().shard, vmid = progress.vmid, node = progress.node,
          absent = guest.power() == v1::Guest::ABSENT](db::Transaction& tx, queue::TaskUpdate&) {
    if (vmid == 0) return absl::OkStatus();
    if (absent) {
      ForgetGuest(tx, cluster, vmid);
    } else if (!node.empty()) {
      MoveGuest(tx, cluster, vmid, node);
    }
    return absl::OkStatus();
  };
}

AsyncStatus QueueJournal::Decide(const Progress& progress, Decision decision) {
  queue::TaskUpdate update;
  update.progress = ToJson(progress);
  update.announce = true;
  update.decide = decision.outcome;
  update.error = decision.error;
  update.result = decision.guest.SerializeAsString();
  co_return co_await Write(std::move(update), SettleGuest(progress, decision.guest));
}

AsyncStatus QueueJournal::End(const Progress& progress, Decision decision) {
  queue::TaskUpdate update;
  update.progress = ToJson(progress);
  update.announce = true;
  update.decide = decision.outcome;
  update.error = decision.error;
  update.result = decision.guest.SerializeAsString();
  update.end = true;
  co_return co_await Write(std::move(update), SettleGuest(progress, decision.guest));
}

AsyncStatus QueueJournal::RunAgain(const Progress& progress, absl::Duration after) {
  queue::TaskUpdate update;
  update.progress = ToJson(progress);
  update.announce = true;
  update.run_again_after = after;
  Prepare prepare = [](db::Transaction&, queue::TaskUpdate&) { return absl::OkStatus(); };
  co_return co_await Write(std::move(update), std::move(prepare));
}

}  // namespace nexus::scheduler

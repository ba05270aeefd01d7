#include "libs/queue/ownership.h"

#include <algorithm>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <pqxx/pqxx>
#include <spdlog/spdlog.h>

#include "libs/base/encoding.h"
#include "libs/base/ids.h"

namespace nexus::queue {
namespace {

constexpr char kTryLock[] = "SELECT pg_try_advisory_lock(hashtext('nexus_queue'), hashtext($1))";

constexpr char kTakeOver[] = R"sql(
  UPDATE queue_shards s
  SET epoch = s.epoch + 1, owner = $2,
      lease_until = clock_timestamp() + $3 * interval '1 millisecond'
  FROM (SELECT shard, owner FROM queue_shards
        WHERE shard = $1 AND (lease_until < clock_timestamp() OR $4) FOR UPDATE) former
  WHERE s.shard = former.shard
  RETURNING s.epoch, former.owner)sql";

constexpr char kRenew[] = R"sql(
  UPDATE queue_shards SET lease_until = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE shard = $1 AND epoch = $2)sql";

constexpr char kGiveBack[] = R"sql(
  UPDATE queue_shards SET lease_until = '-infinity', owner = '' WHERE shard = $1 AND epoch = $2)sql";

// Waits for each for at most its time-out, so that none of them can write any more.
constexpr char kEndBackends[] = R"sql(
  SELECT count(*) FILTER (WHERE NOT pg_terminate_backend(pid, 2000)) FROM pg_stat_activity
  WHERE application_name = $1 AND datname = current_database() AND pid <> pg_backend_pid())sql";

constexpr auto kReconnect = absl::Milliseconds(200);

absl::Duration Jittered(absl::Duration span) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return span * std::uniform_real_distribution<double>(0.75, 1.25)(random);
}

}  // namespace

Tenure::Tenure(std::int64_t epoch, bool clean, absl::Duration may_send)
    : epoch_(epoch),
      clean_(clean),
      may_send_(absl::ToChronoNanoseconds(may_send)),
      renewed_(std::chrono::steady_clock::now()) {}

bool Tenure::MaySend() const {
  return !lost_ && std::chrono::steady_clock::now() - renewed_.load() < may_send_;
}

Ownership::Ownership(OwnershipOptions options, std::function<void()> changed)
    : options_(std::move(options)),
      owner_("nexus-queue-" + HexEncode(RandomBytes(16))),
      changed_(std::move(changed)),
      thread_([this] { Run(); }) {}

Ownership::~Ownership() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  if (tenure_ != nullptr) tenure_->Lose();
}

std::shared_ptr<Tenure> Ownership::tenure() const {
  std::lock_guard lock(mutex_);
  return tenure_;
}

void Ownership::Release() {
  std::unique_lock lock(mutex_);
  releasing_ = true;
  wake_.notify_all();
  wake_.wait_for(lock, absl::ToChronoMilliseconds(options_.lease),
                 [this] { return tenure_ == nullptr; });
}

db::PoolOptions Ownership::Named(db::PoolOptions options) const {
  options.connection += fmt::format(" application_name={}", owner_);
  return options;
}

// False when it is time to leave.
bool Ownership::WaitFor(absl::Duration span) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, absl::ToChronoMilliseconds(span),
                 [this] { return stopping_ || releasing_; });
  return !stopping_ && !releasing_;
}

void Ownership::SetTenure(std::shared_ptr<Tenure> tenure) {
  {
    std::lock_guard lock(mutex_);
    if (tenure_ != nullptr) tenure_->Lose();
    tenure_ = std::move(tenure);
  }
  wake_.notify_all();
  changed_();
}

void Ownership::Run() {
  db::PoolOptions options = Named(options_.database);
  // An answer later than this is worth nothing: the lease would be over.
  options.statement_timeout = std::max(options_.lease * 2 / 3, absl::Seconds(2));
  do {
    try {
      const auto connection = db::OpenConnection(options);
      Hold(*connection);
    } catch (const std::exception& error) {
      spdlog::warn("no connection for the lease, trying again shard={} what={}", options_.shard,
                   error.what());
    }
  } while (WaitFor(Jittered(kReconnect)));
  SetTenure(nullptr);
}

void Ownership::Hold(pqxx::connection& connection) {
  bool locked = false;
  do {
    const std::shared_ptr<Tenure> held = tenure();
    if (!locked) locked = TryLock(connection);
    if (held == nullptr) {
      if (auto gained = TakeOver(connection, locked)) {
        if (!locked) locked = TryLock(connection);
        SetTenure(std::move(gained));
      }
    } else if (!Renew(connection, *held)) {
      spdlog::warn("the shard has another owner now shard={}", options_.shard);
      SetTenure(nullptr);
      return;  // And with the connection its lock, should it still have it.
    }
    // Whoever waits asks often: the advisory lock is free the moment its owner dies.
  } while (WaitFor(tenure() != nullptr ? options_.lease / 3 : Jittered(options_.lease / 12)));
  if (const auto held = tenure(); held != nullptr) GiveBack(connection, *held);
}

bool Ownership::TryLock(pqxx::connection& connection) {
  pqxx::nontransaction work(connection);
  return work.exec_params(kTryLock, options_.shard)[0][0].as<bool>();
}

std::shared_ptr<Tenure> Ownership::TakeOver(pqxx::connection& connection, bool locked) {
  const auto asked = std::chrono::steady_clock::now();
  pqxx::result taken;
  {
    pqxx::work work(connection);
    taken = work.exec_params(kTakeOver, options_.shard, owner_,
                             absl::ToInt64Milliseconds(options_.lease), locked);
    work.commit();
  }
  if (taken.empty()) return nullptr;
  const auto former = taken[0][1].as<std::string>();
  if (!former.empty() && former != owner_) EndFormerOwner(connection, former);
  auto tenure = std::make_shared<Tenure>(taken[0][0].as<std::int64_t>(), former.empty(),
                                         options_.lease * 2 / 3);
  tenure->Renewed(asked);
  spdlog::info("owning the shard shard={} epoch={}", options_.shard, tenure->epoch());
  return tenure;
}

void Ownership::EndFormerOwner(pqxx::connection& connection, const std::string& former) {
  pqxx::nontransaction work(connection);
  while (work.exec_params(kEndBackends, former)[0][0].as<int>() > 0) {
    if (!WaitFor(absl::Milliseconds(50))) return;
  }
}

bool Ownership::Renew(pqxx::connection& connection, Tenure& tenure) {
  const auto asked = std::chrono::steady_clock::now();
  pqxx::nontransaction work(connection);
  const auto renewed = work.exec_params(kRenew, options_.shard, tenure.epoch(),
                                        absl::ToInt64Milliseconds(options_.lease));
  if (renewed.affected_rows() == 0) return false;
  tenure.Renewed(asked);
  return true;
}

void Ownership::GiveBack(pqxx::connection& connection, Tenure& tenure) {
  bool releasing = false;
  {
    std::lock_guard lock(mutex_);
    releasing = releasing_;
  }
  if (releasing) {
    pqxx::nontransaction work(connection);
    work.exec_params(kGiveBack, options_.shard, tenure.epoch());
  }
  SetTenure(nullptr);
}

}  // namespace nexus::queue

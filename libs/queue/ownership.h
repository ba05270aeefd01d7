#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "libs/db/pool.h"

namespace nexus::queue {

// One period in which this process owns a shard. Thread-safe.
class Tenure {
 public:
  // `clean`: the former owner left in order.
  Tenure(std::int64_t epoch, bool clean, absl::Duration may_send);

  std::int64_t epoch() const { return epoch_; }
  bool clean() const { return clean_; }

  // Whether anything may be sent to the world now: the lease is held, and was
  // renewed so recently that nobody else can own the shard.
  bool MaySend() const;

  // Another owner is, or may be, at work.
  bool lost() const { return lost_; }

  void Renewed(std::chrono::steady_clock::time_point asked) { renewed_ = asked; }
  void Lose() { lost_ = true; }

 private:
  const std::int64_t epoch_;
  const bool clean_;
  const std::chrono::nanoseconds may_send_;
  std::atomic<std::chrono::steady_clock::time_point> renewed_;
  std::atomic<bool> lost_ = false;
};

struct OwnershipOptions {
  db::PoolOptions database;
  std::string shard;

  // By the database's clock. Renewed at a third; at two thirds without renewal
  // nothing more is sent.
  absl::Duration lease = absl::Seconds(3);
};

// Strives to own a shard, on a connection and a thread of its own. The lease
// row says who owns it; a session advisory lock tells of an owner's death
// before its lease ends. Taking over raises the epoch, ends the former owner's
// connections, and only then counts.
class Ownership {
 public:
  // `changed` runs on the thread when tenure() became another.
  Ownership(OwnershipOptions options, std::function<void()> changed);

  // Leaves at once, without giving the lease back.
  ~Ownership();

  // Null while another owns the shard.
  std::shared_ptr<Tenure> tenure() const;

  // Gives the shard back, for the next owner to take at once.
  void Release();

  // What connections that work under this ownership must call themselves
  // (application_name), so that a successor can end them.
  const std::string& owner() const { return owner_; }

  // `options` with that name.
  db::PoolOptions Named(db::PoolOptions options) const;

 private:
  void Run();
  void Hold(pqxx::connection& connection);
  bool TryLock(pqxx::connection& connection);
  std::shared_ptr<Tenure> TakeOver(pqxx::connection& connection, bool locked);
  void EndFormerOwner(pqxx::connection& connection, const std::string& former);
  bool Renew(pqxx::connection& connection, Tenure& tenure);
  void GiveBack(pqxx::connection& connection, Tenure& tenure);
  void SetTenure(std::shared_ptr<Tenure> tenure);
  bool WaitFor(absl::Duration span);

  const OwnershipOptions options_;
  const std::string owner_;
  const std::function<void()> changed_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::shared_ptr<Tenure> tenure_;
  bool stopping_ = false;
  bool releasing_ = false;
  std::thread thread_;
};

}  // namespace nexus::queue

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>

#include "libs/db/pool.h"
#include "libs/queue/lease.h"
#include "services/scheduler/domain/journal.h"

namespace nexus::scheduler {

// A task's memory in the queue's table, under the lease of its claim. Statements
// run on `database`, a few threads, so that the loop never waits for one.
class QueueJournal : public Journal {
 public:
  QueueJournal(std::shared_ptr<queue::Lease> lease, db::Pool& pool,
               boost::asio::thread_pool& database);

  // Runs when a write changed nothing, because another owner has the task.
  void OnRefused(std::function<void()> refused) { refused_ = std::move(refused); }

  const queue::Task& task() const override { return lease_->task(); }
  absl::Time Now() const override;
  bool MaySend() const override { return lease_->MaySend(); }
  bool stopping() const override { return lease_->stopping(); }
  bool cancel_requested() const override { return lease_->cancel_requested(); }

  AsyncStatus Save(const Progress& progress, bool announce) override;
  AsyncStatus TakeVmid(Progress& progress, std::int64_t memory_mib) override;
  AsyncStatus BurnVmid(Progress& progress) override;
  Async<std::optional<GuestRecord>> FindGuest() override;
  Async<std::map<std::string, std::int64_t>> MemoryGiven() override;
  AsyncStatus Decide(const Progress& progress, Decision decision) override;
  AsyncStatus End(const Progress& progress, Decision decision) override;
  AsyncStatus RunAgain(const Progress& progress, absl::Duration after) override;

 private:
  using Prepare = std::function<absl::Status(db::Transaction&, queue::TaskUpdate&)>;

  // Repeats a write that the database did not answer, while the task is ours.
  AsyncStatus Write(queue::TaskUpdate update, Prepare prepare);
  Prepare SettleGuest(const Progress& progress, const v1::Guest& guest) const;

  const std::shared_ptr<queue::Lease> lease_;
  db::Pool& pool_;
  boost::asio::thread_pool& database_;
  std::function<void()> refused_;

  // The database's clock at a moment of ours.
  absl::Time database_time_;
  std::chrono::steady_clock::time_point read_at_;
};

}  // namespace nexus::scheduler

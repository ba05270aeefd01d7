#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "libs/queue/shard.h"
#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/test_database.h"

namespace nexus::queue {

// What a worker does in a test: keeps the leases that it was given.
class KeepingWorker {
 public:
  Shard::Start start() {
    return [this](std::shared_ptr<Lease> lease) {
      std::lock_guard lock(mutex_);
      leases_.push_back(std::move(lease));
    };
  }

  // The next lease that was begun; null when none came in time.
  std::shared_ptr<Lease> Next() {
    std::shared_ptr<Lease> next;
    testing::Eventually([&] {
      std::lock_guard lock(mutex_);
      if (leases_.empty()) return false;
      next = std::move(leases_.front());
      leases_.erase(leases_.begin());
      return true;
    });
    return next;
  }

  int waiting() {
    std::lock_guard lock(mutex_);
    return static_cast<int>(leases_.size());
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<Lease>> leases_;
};

// A database with one shard, `pve`, and what was announced.
class QueueTest : public ::testing::Test {
 protected:
  QueueTest() {
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      queue_.AddShard(tx, "pve");
      return absl::OkStatus();
    }),
                testing::IsOk());
  }

  static NewTask TaskOf(const std::string& number, const std::string& key = "vm-1") {
    NewTask task;
    task.id = "00000000-0000-7000-8000-0000000000" + number;
    task.shard = "pve";
    task.kind = "create";
    task.tenant = "projects/p";
    task.serial_key = key;
    task.payload = "what to do";
    return task;
  }

  Enqueued Enqueue(const NewTask& task) {
    Enqueued enqueued;
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      enqueued = queue_.Enqueue(tx, task);
      return absl::OkStatus();
    }),
                testing::IsOk());
    return enqueued;
  }

  Task Cancel(const NewTask& task) {
    Task cancelled;
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      cancelled = queue_.Cancel(tx, {task.id,
                                     task.tenant,
                                     task.serial_key,
                                     {"TASK_CANCELLED", "the task was cancelled"},
                                     "absent"});
      return absl::OkStatus();
    }),
                testing::IsOk());
    return cancelled;
  }

  Task Get(const NewTask& task) {
    std::optional<Task> found;
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      found = queue_.Get(tx, task.id);
      return absl::OkStatus();
    }),
                testing::IsOk());
    return found.value_or(Task{});
  }

  std::vector<Task> announced() {
    std::lock_guard lock(mutex_);
    return announced_;
  }

  Announce announce() {
    return [this](db::Transaction&, const Task& task) {
      std::lock_guard lock(mutex_);
      announced_.push_back(task);
    };
  }

  std::unique_ptr<Shard> OpenShard(KeepingWorker& worker) {
    return std::make_unique<Shard>(
        ShardOptions{.shard = "pve", .database = database_.options(), .scan = kScan}, announce(),
        worker.start());
  }

  static constexpr absl::Duration kScan = absl::Milliseconds(20);

  testing::TestDatabase database_{"queue", QueueMigrations()};
  db::Pool pool_{database_.options()};
  std::mutex mutex_;
  std::vector<Task> announced_;
  TaskQueue queue_{announce(), [] {}};
};

}  // namespace nexus::queue

#include "libs/queue/shard.h"

#include <pqxx/pqxx>

#include "libs/queue/testing_queue.h"

namespace nexus::queue {
namespace {

using ::nexus::testing::Eventually;
using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::testing::NotNull;

class ShardTest : public QueueTest {
 protected:
  static TaskUpdate Succeeded() {
    return {.announce = true, .decide = Outcome::kSucceeded, .end = true};
  }

  // Another owner takes the shard while this one still believes to have it.
  void RaiseEpochBehindItsBack() {
    pqxx::connection connection(database_.owner_connection());
    pqxx::work work(connection);
    work.exec(
        "UPDATE queue_shards SET epoch = epoch + 1, lease_until = clock_timestamp() + interval '1 "
        "minute'");
    work.commit();
  }

  void ExpireLease() {
    pqxx::connection connection(database_.owner_connection());
    pqxx::work work(connection);
    work.exec("UPDATE queue_shards SET lease_until = '-infinity'");
    work.commit();
  }

  KeepingWorker worker_;
};

TEST_F(ShardTest, RunsAnEnqueuedTaskToItsEnd) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  auto lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  EXPECT_EQ(lease->task().attempt, 1);
  EXPECT_TRUE(lease->MaySend());
  ASSERT_THAT(lease->Write({.progress = R"({"step": "clone"})", .announce = true}), IsOk());
  ASSERT_THAT(lease->Write(Succeeded()), IsOk());
  const Task task = Get(TaskOf("01"));
  EXPECT_EQ(task.state, State::kEnded);
  EXPECT_EQ(task.outcome, Outcome::kSucceeded);
  EXPECT_EQ(announced().size(), 3u);  // Taken, a step, ended.
}

TEST_F(ShardTest, RunsOneTaskPerKeyAtATimeInTheOrderOfTheirIds) {
  Enqueue(TaskOf("02"));
  Enqueue(TaskOf("01"));
  Enqueue(TaskOf("03", "vm-2"));
  const auto shard = OpenShard(worker_);
  auto first = worker_.Next();
  auto other = worker_.Next();
  ASSERT_THAT(first, NotNull());
  ASSERT_THAT(other, NotNull());
  EXPECT_EQ(first->task().id, TaskOf("01").id);
  EXPECT_EQ(other->task().id, TaskOf("03").id);
  EXPECT_EQ(worker_.waiting(), 0);
  ASSERT_THAT(first->Write(Succeeded()), IsOk());
  first.reset();
  auto second = worker_.Next();
  ASSERT_THAT(second, NotNull());
  EXPECT_EQ(second->task().id, TaskOf("02").id);
}

TEST_F(ShardTest, LetsTenantsTakeTurns) {
  for (const char* number : {"01", "02", "03"}) Enqueue(TaskOf(number, number));
  NewTask other = TaskOf("04", "04");
  other.tenant = "projects/q";
  Enqueue(other);
  KeepingWorker worker;
  Shard shard({.shard = "pve", .database = database_.options(), .slots = 2, .scan = kScan},
              announce(), worker.start());
  auto first = worker.Next();
  auto second = worker.Next();
  EXPECT_EQ(first->task().id, TaskOf("01").id);
  EXPECT_EQ(second->task().id, other.id);
}

TEST_F(ShardTest, RunsAPutOffTaskAgainAndCountsTheAttempt) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  auto lease = worker_.Next();
  ASSERT_THAT(lease->Write({.progress = R"({"a": 1})", .run_again_after = absl::Milliseconds(1)}),
              IsOk());
  lease.reset();
  lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  EXPECT_EQ(lease->task().attempt, 2);
  EXPECT_EQ(lease->task().rescues, 0);
  EXPECT_EQ(lease->task().progress, R"({"a": 1})");
}

TEST_F(ShardTest, TellsARunningTaskThatItIsCancelled) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  auto lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  EXPECT_EQ(Cancel(TaskOf("01")).state, State::kRunning);
  EXPECT_TRUE(Eventually([&] { return lease->cancel_requested(); }));
}

TEST_F(ShardTest, ClaimsADroppedTaskAnew) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  worker_.Next().reset();
  auto lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  EXPECT_EQ(lease->task().attempt, 1);
  EXPECT_EQ(lease->task().rescues, 1);
}

TEST_F(ShardTest, KeepsADecisionWhileThingsArePutInOrder) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  auto lease = worker_.Next();
  ASSERT_THAT(lease->Write({.announce = true,
                            .decide = Outcome::kFailed,
                            .error = {"HYPERVISOR_FAILED", "the clone failed"},
                            .result = "cleanup pending"}),
              IsOk());
  EXPECT_EQ(Get(TaskOf("01")).outcome, Outcome::kFailed);
  EXPECT_EQ(Get(TaskOf("01")).state, State::kRunning);
  ASSERT_THAT(
      lease->Write(
          {.announce = true, .decide = Outcome::kSucceeded, .result = "absent", .end = true}),
      IsOk());
  const Task task = Get(TaskOf("01"));
  EXPECT_EQ(task.outcome, Outcome::kFailed);
  EXPECT_EQ(task.error.reason, "HYPERVISOR_FAILED");
  EXPECT_EQ(task.result, "absent");
}

TEST_F(ShardTest, ChangesNothingUnderAStaleEpoch) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  auto lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  RaiseEpochBehindItsBack();
  EXPECT_THAT(lease->Write(Succeeded()), Fails(absl::StatusCode::kAborted, "LEASE_LOST"));
  EXPECT_EQ(Get(TaskOf("01")).outcome, Outcome::kOpen);
  EXPECT_TRUE(Eventually([&] { return !lease->MaySend(); }));
}

TEST_F(ShardTest, GivesATaskToTheNextOwnerWhenItsOwnerLeaves) {
  auto first = OpenShard(worker_);
  ASSERT_TRUE(Eventually([&] { return first->owned(); }));
  KeepingWorker heir;
  const auto second = OpenShard(heir);
  Enqueue(TaskOf("01"));
  auto lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  EXPECT_FALSE(second->owned());
  lease.reset();
  first.reset();
  auto inherited = heir.Next();
  ASSERT_THAT(inherited, NotNull());
  EXPECT_THAT(inherited->Write(Succeeded()), IsOk());
}

TEST_F(ShardTest, RescuesATaskWhenItsOwnersConnectionsAreCut) {
  const auto first = OpenShard(worker_);
  ASSERT_TRUE(Eventually([&] { return first->owned(); }));
  Enqueue(TaskOf("01"));
  auto lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  KeepingWorker heir;
  const auto second = OpenShard(heir);
  // A paused owner: its lease ends while its session still holds the lock.
  ASSERT_TRUE(Eventually([&] {
    ExpireLease();
    return second->owned();
  }));
  auto rescued = heir.Next();
  ASSERT_THAT(rescued, NotNull());
  EXPECT_EQ(rescued->task().rescues, 1);
  EXPECT_FALSE(lease->Write(Succeeded()).ok());
  EXPECT_THAT(rescued->Write(Succeeded()), IsOk());
}

TEST_F(ShardTest, ComesBackByItselfWhenTheDatabaseCutsEveryConnection) {
  const auto shard = OpenShard(worker_);
  ASSERT_TRUE(Eventually([&] { return shard->owned(); }));
  database_.CutConnections();
  ASSERT_TRUE(Eventually([&] {
    return pool_
        .InTransaction([&](db::Transaction& tx) {
          queue_.Enqueue(tx, TaskOf("01"));
          return absl::OkStatus();
        })
        .ok();
  }));
  auto lease = worker_.Next();
  ASSERT_THAT(lease, NotNull());
  EXPECT_TRUE(Eventually([&] { return lease->MaySend(); }));
}

}  // namespace
}  // namespace nexus::queue

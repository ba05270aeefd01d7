#include "services/scheduler/store/queue_journal.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>

#include "libs/queue/shard.h"
#include "libs/queue/task_queue.h"
#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/test_database.h"
#include "services/scheduler/domain/progress_json.h"
#include "services/scheduler/store/postgres_scheduler_store.h"

namespace nexus::scheduler {
namespace {

using testing::Eventually;
using testing::Fails;
using testing::IsOk;

constexpr char kTask[] = "00000000-0000-7000-8000-000000000001";

// A claimed create on the cluster `demo`, and its journal.
class QueueJournalTest : public ::testing::Test {
 protected:
  QueueJournalTest() {
    Execute(
        "INSERT INTO clusters (id, endpoints, fingerprints, token_id, sealed_token, first_vmid, "
        "last_vmid, next_vmid, storage) "
        "VALUES ('demo', '{https://a:1}', '{AB}', 't', '', 1000, 1999, 1000, '')");
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      queue_.AddShard(tx, "demo");
      queue::NewTask task;
      task.id = kTask;
      task.shard = "demo";
      task.kind = "create";
      task.tenant = "projects/p";
      task.serial_key = "projects/p/instances/i";
      queue_.Enqueue(tx, task);
      return absl::OkStatus();
    }),
                IsOk());
    EXPECT_TRUE(Eventually([this] { return lease() != nullptr; }));
    journal_ = std::make_unique<QueueJournal>(lease(), pool_, database_threads_);
  }

  ~QueueJournalTest() override {
    journal_.reset();
    std::shared_ptr<queue::Lease> last;
    std::lock_guard lock(mutex_);
    done_ = true;
    last = std::move(lease_);
  }

  std::shared_ptr<queue::Lease> lease() {
    std::lock_guard lock(mutex_);
    return lease_;
  }

  absl::Status Wait(AsyncStatus work) {
    boost::asio::io_context loop;
    auto done = boost::asio::co_spawn(loop, std::move(work), boost::asio::use_future);
    loop.run();
    return done.get();
  }

  void Execute(const std::string& sql) {
    pqxx::connection connection(database_.owner_connection());
    pqxx::work work(connection);
    work.exec(sql);
    work.commit();
  }

  std::string Read(const std::string& sql) {
    pqxx::connection connection(database_.owner_connection());
    pqxx::work work(connection);
    return work.exec(sql)[0][0].as<std::string>();
  }

  Progress SomeProgress() {
    Progress progress;
    progress.node = "pve1";
    progress.steps = PlannedSteps("create");
    return progress;
  }

  testing::TestDatabase database_{"scheduler", AllMigrations()};
  db::Pool pool_{database_.options()};
  queue::TaskQueue queue_{[](db::Transaction&, const queue::Task&) {}, [] {}};
  boost::asio::thread_pool database_threads_{2};
  std::mutex mutex_;
  bool done_ = false;
  std::shared_ptr<queue::Lease> lease_;
  queue::Shard shard_{{.shard = "demo", .database = database_.options()},
                      [](db::Transaction&, const queue::Task&) {},
                      [this](std::shared_ptr<queue::Lease> lease) {
                        std::lock_guard lock(mutex_);
                        if (!done_) lease_ = std::move(lease);
                      }};
  std::unique_ptr<QueueJournal> journal_;
};

TEST_F(QueueJournalTest, RemembersWhatItWasTold) {
  Progress progress = SomeProgress();
  progress.steps[1].upid = "UPID:pve1:x";
  ASSERT_THAT(Wait(journal_->Save(progress, true)), IsOk());
  EXPECT_EQ(ProgressFromJson(journal_->task().progress).steps[1].upid, "UPID:pve1:x");
}

TEST_F(QueueJournalTest, GivesAnIdAndSavesItInOneStep) {
  Progress progress = SomeProgress();
  ASSERT_THAT(Wait(journal_->TakeVmid(progress, 512)), IsOk());
  EXPECT_EQ(progress.vmid, 1000);
  EXPECT_EQ(ProgressFromJson(journal_->task().progress).vmid, 1000);
  ASSERT_THAT(Wait(journal_->BurnVmid(progress)), IsOk());
  ASSERT_THAT(Wait(journal_->TakeVmid(progress, 512)), IsOk());
  EXPECT_EQ(progress.vmid, 1001);
}

TEST_F(QueueJournalTest, GivesNoIdToAnOwnerThatLostTheTask) {
  Execute("UPDATE queue_shards SET epoch = epoch + 1, lease_until = clock_timestamp() + '1 min'");
  Progress progress = SomeProgress();
  EXPECT_THAT(Wait(journal_->TakeVmid(progress, 512)),
              Fails(absl::StatusCode::kAborted, "LEASE_LOST"));
  EXPECT_EQ(Read("SELECT count(*) FROM guests"), "0");
  EXPECT_EQ(Read("SELECT next_vmid FROM clusters"), "1000");
}

TEST_F(QueueJournalTest, ForgetsAGuestThatIsAbsent) {
  Progress progress = SomeProgress();
  ASSERT_THAT(Wait(journal_->TakeVmid(progress, 512)), IsOk());
  Decision decision;
  decision.outcome = queue::Outcome::kFailed;
  decision.error = {"HYPERVISOR_FAILED", "the clone failed"};
  decision.guest.set_cleanup_pending(true);
  ASSERT_THAT(Wait(journal_->Decide(progress, decision)), IsOk());
  EXPECT_EQ(Read("SELECT state FROM guests"), "given");
  decision.guest.Clear();
  decision.guest.set_power(v1::Guest::ABSENT);
  ASSERT_THAT(Wait(journal_->End(progress, decision)), IsOk());
  EXPECT_EQ(Read("SELECT state FROM guests"), "gone");
  EXPECT_EQ(Read("SELECT state || ' ' || outcome FROM tasks"), "ended failed");
}

TEST_F(QueueJournalTest, TellsTheTimeOfTheDatabase) {
  const absl::Time now = journal_->Now();
  EXPECT_LT(absl::AbsDuration(now - absl::Now()), absl::Seconds(2));
  EXPECT_GE(journal_->Now(), now);
}

}  // namespace
}  // namespace nexus::scheduler

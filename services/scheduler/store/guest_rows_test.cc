#include "services/scheduler/store/guest_rows.h"

#include <atomic>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "libs/base/sealer.h"
#include "libs/base/status.h"
#include "libs/queue/task_queue.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/test_database.h"
#include "services/scheduler/store/postgres_scheduler_store.h"

namespace nexus::scheduler {
namespace {

using ::testing::ElementsAre;
using testing::Fails;
using testing::HasReason;
using testing::IsOk;
using ::testing::Pair;
using ::testing::SizeIs;

Sealer MakeSealer() {
  char path[] = "/tmp/nexus-key-XXXXXX";
  const int file = mkstemp(path);
  NEXUS_CHECK(file >= 0);
  close(file);
  std::ofstream(path) << std::string(64, 'a');
  chmod(path, 0600);
  const auto sealer = Sealer::FromFile(path);
  unlink(path);
  NEXUS_CHECK(sealer.ok());
  return *sealer;
}

std::string IdOf(int number) { return fmt::format("00000000-0000-7000-8000-{:012}", number); }

// A database with the cluster `demo`, which has twenty guest ids to give.
class GuestRowsTest : public ::testing::Test {
 protected:
  GuestRowsTest() { EXPECT_THAT(store_.AddCluster(Demo()), IsOk()); }

  static Cluster Demo() {
    return {.id = "demo",
            .endpoints = {"https://10.0.0.1:8006", "https://10.0.0.2:8006"},
            .fingerprints = {"AB:CD"},
            .token_id = "nexus@pve!panel",
            .token_secret = "the secret",
            .first_vmid = 1000,
            .last_vmid = 1019};
  }

  absl::StatusOr<int> Give(int number, const std::string& node = "pve1") {
    absl::StatusOr<int> given = 0;
    const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) {
      given = GiveVmid(
          tx, {"demo", fmt::format("projects/p/instances/{}", number), IdOf(number), node, 1024});
      return given.status();
    });
    if (!status.ok()) return status;
    return given;
  }

  template <typename Body>
  void InTransaction(Body body) {
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      body(tx);
      return absl::OkStatus();
    }),
                IsOk());
  }

  testing::TestDatabase database_{"scheduler", AllMigrations()};
  db::Pool pool_{database_.options(8)};
  queue::TaskQueue queue_{[](db::Transaction&, const queue::Task&) {}, [] {}};
  Sealer sealer_ = MakeSealer();
  PostgresSchedulerStore store_{pool_, queue_, sealer_};
};

TEST_F(GuestRowsTest, GivesAnOperationTheSameIdAgain) {
  EXPECT_EQ(*Give(1), 1000);
  EXPECT_EQ(*Give(1), 1000);
  EXPECT_EQ(*Give(2), 1001);
}

TEST_F(GuestRowsTest, NeverGivesAnIdTwice) {
  std::atomic<int> number = 0;
  const auto given =
      testing::RunInParallel(/*threads=*/8, /*each=*/3, [&] { return Give(++number); });
  std::multiset<int> ids;
  int refused = 0;
  for (const auto& id : given) {
    if (id.ok()) {
      ids.insert(*id);
    } else {
      ++refused;
      EXPECT_THAT(id, HasReason("HYPERVISOR_FAILED"));
    }
  }
  EXPECT_THAT(ids, SizeIs(20));
  EXPECT_THAT(std::set<int>(ids.begin(), ids.end()), SizeIs(20));
  EXPECT_EQ(refused, 4);
}

TEST_F(GuestRowsTest, GivesAnotherIdWhenSomebodyElseHadTheFirst) {
  EXPECT_EQ(*Give(1), 1000);
  InTransaction([](db::Transaction& tx) { BurnVmid(tx, "demo", 1000); });
  EXPECT_EQ(*Give(1), 1001);
}

TEST_F(GuestRowsTest, DoesNotGiveTheIdOfARemovedGuestAgain) {
  EXPECT_EQ(*Give(1), 1000);
  InTransaction([](db::Transaction& tx) { ForgetGuest(tx, "demo", 1000); });
  EXPECT_EQ(*Give(2), 1001);
}

TEST_F(GuestRowsTest, KnowsWhereAnInstancesGuestIs) {
  Give(1).IgnoreError();
  InTransaction([](db::Transaction& tx) {
    MoveGuest(tx, "demo", 1000, "pve2");
    const auto record = FindGuest(tx, "demo", "projects/p/instances/1");
    ASSERT_TRUE(record);
    EXPECT_EQ(record->vmid, 1000);
    EXPECT_EQ(record->node, "pve2");
    EXPECT_EQ(record->operation, IdOf(1));
    EXPECT_FALSE(FindGuest(tx, "demo", "projects/p/instances/2"));
    ForgetGuest(tx, "demo", 1000);
    EXPECT_FALSE(FindGuest(tx, "demo", "projects/p/instances/1"));
  });
}

TEST_F(GuestRowsTest, CountsTheMemoryOfGuestsThatMayExist) {
  Give(1).IgnoreError();
  Give(2).IgnoreError();
  Give(3, "pve2").IgnoreError();
  InTransaction([](db::Transaction& tx) { ForgetGuest(tx, "demo", 1001); });
  const auto given = store_.MemoryGiven("demo");
  ASSERT_THAT(given, IsOk());
  EXPECT_THAT(*given, ElementsAre(Pair("pve1", 1024), Pair("pve2", 1024)));
}

TEST_F(GuestRowsTest, AddsAClusterOnce) {
  EXPECT_THAT(store_.AddCluster(Demo()), Fails(absl::StatusCode::kAlreadyExists, "CLUSTER_EXISTS"));
}

TEST_F(GuestRowsTest, ShowsSecretsOnlyToThoseWhoCallTheApi) {
  const auto listed = store_.ListClusters("", 10);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(*listed, SizeIs(1));
  EXPECT_EQ((*listed)[0].token_secret, "");
  EXPECT_EQ((*listed)[0].endpoints, Demo().endpoints);
  const auto opened = store_.OpenClusters();
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ((*opened)[0].token_secret, "the secret");
}

TEST_F(GuestRowsTest, TheServiceMayNotChangeWhatAClusterIs) {
  pqxx::connection connection(database_.connection());
  pqxx::work work(connection);
  // SQLSTATE 42501.
  EXPECT_THROW(work.exec("UPDATE clusters SET sealed_token = ''"), pqxx::insufficient_privilege);
}

}  // namespace
}  // namespace nexus::scheduler

#include "libs/db/pool.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/db/convert.h"
#include "libs/db/unit_of_work.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/test_database.h"

namespace nexus::db {
namespace {

using testing::HasCode;
using testing::IsOk;

const Migrations kMigrations = {{"test", 1, "0001_things",
                                 "CREATE TABLE things (id int PRIMARY KEY);"
                                 "GRANT SELECT, INSERT, UPDATE ON things TO nexus_pooltest;"}};

class PoolTest : public ::testing::Test {
 protected:
  static void Add(Transaction& tx, int id) { tx.Exec("INSERT INTO things VALUES ($1)", id); }

  int Count() {
    int count = -1;
    EXPECT_THAT(pool_.InTransaction([&](Transaction& tx) {
      count = tx.Exec("SELECT count(*) FROM things")[0][0].as<int>();
      return absl::OkStatus();
    }),
                IsOk());
    return count;
  }

  testing::TestDatabase database_{"pooltest", kMigrations};
  Pool pool_{database_.options()};
};

TEST_F(PoolTest, KeepsNothingWhenTheBodyFails) {
  EXPECT_THAT(pool_.InTransaction([](Transaction& tx) {
    Add(tx, 1);
    return absl::NotFoundError("no");
  }),
              HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(Count(), 0);
}

TEST_F(PoolTest, RunsWhatWaitedForTheCommitOnlyAfterIt) {
  int ran = 0;
  (void)pool_.InTransaction([&](Transaction& tx) {
    tx.OnCommit([&] { ++ran; });
    return absl::AbortedError("no");
  });
  EXPECT_EQ(ran, 0);
  EXPECT_THAT(pool_.InTransaction([&](Transaction& tx) {
    tx.OnCommit([&] { ++ran; });
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(ran, 1);
}

TEST_F(PoolTest, MakesAUnitOfWorkOneTransaction) {
  const auto unit = [this](absl::Status end) {
    return RunUnitOfWork(pool_, [&](Transaction&) -> absl::Status {
      for (int id : {1, 2}) {
        const absl::Status status = pool_.InTransaction([&](Transaction& tx) {
          Add(tx, id);
          return absl::OkStatus();
        });
        if (!status.ok()) return status;
      }
      return end;
    });
  };
  EXPECT_THAT(unit(absl::AbortedError("no")), HasCode(absl::StatusCode::kAborted));
  EXPECT_EQ(Count(), 0);
  EXPECT_THAT(unit(absl::OkStatus()), IsOk());
  EXPECT_EQ(Count(), 2);
}

TEST_F(PoolTest, RecoversFromCutConnections) {
  EXPECT_EQ(Count(), 0);
  const absl::Status cut = pool_.InTransaction([this](Transaction& tx) {
    database_.CutConnections();
    Add(tx, 1);
    return absl::OkStatus();
  });
  EXPECT_THAT(cut, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Count(), 0);
}

TEST_F(PoolTest, GivesUpWhenEveryConnectionIsInUse) {
  auto options = database_.options(1);
  options.acquire_timeout = absl::Milliseconds(20);
  Pool small(options);
  Pool& same = small;
  EXPECT_THAT(small.InTransaction([&](Transaction&) {
    absl::Status inner;
    std::thread([&] {
      inner = same.InTransaction([](Transaction&) { return absl::OkStatus(); });
    }).join();
    return inner;
  }),
              HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(PoolTest, RunsTheBodyAgainAfterASerializationFailure) {
  EXPECT_THAT(pool_.InTransaction([](Transaction& tx) {
    Add(tx, 1);
    return absl::OkStatus();
  }),
              IsOk());
  int runs = 0;
  EXPECT_THAT(pool_.InTransaction([&](Transaction& tx) {
    tx.Exec("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    tx.Exec("SELECT count(*) FROM things");
    if (++runs == 1) {
      std::thread([this] {
        (void)pool_.InTransaction([](Transaction& other) {
          other.Exec("UPDATE things SET id = 7 WHERE id = 1");
          return absl::OkStatus();
        });
      }).join();
    }
    tx.Exec("UPDATE things SET id = id + 1");
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(runs, 2);
}

TEST_F(PoolTest, BringsTextArraysBack) {
  EXPECT_THAT(pool_.InTransaction([](Transaction& tx) {
    const std::vector<std::string> values = {"a", "b,\"c\"", "\\", ""};
    const auto rows = tx.Exec("SELECT $1::text[]", TextArray(values));
    EXPECT_EQ(TextArrayFrom(rows[0][0]), values);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(MigrationTest, RefusesAMigrationThatWasChanged) {
  testing::TestDatabase database("pooltest", kMigrations);
  EXPECT_THAT(Migrate(database.owner_connection(), kMigrations), IsOk());
  Migrations changed = kMigrations;
  changed[0].sql = "SELECT 1";
  EXPECT_THAT(Migrate(database.owner_connection(), changed),
              HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(CheckSchema(database.connection(), changed),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST(MigrationTest, RefusesToServeOnASchemaItDoesNotKnow) {
  testing::TestDatabase database("pooltest", kMigrations);
  EXPECT_THAT(CheckSchema(database.connection(), kMigrations), IsOk());
  Migrations more = kMigrations;
  more.push_back({"test", 2, "0002_more", "SELECT 1"});
  EXPECT_THAT(CheckSchema(database.connection(), more),
              HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(CheckSchema(database.connection(), {}),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace nexus::db

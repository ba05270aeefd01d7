#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/instance/domain/state_machine.h"
#include "services/instance/testing/postgres_stores.h"

// What only a database can promise: under concurrency, and when the code is bypassed.

namespace nexus::instance {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::nexus::testing::RunInParallel;
using ::testing::Each;
using ::testing::SizeIs;

constexpr char kCheckViolation[] = "23514";
constexpr char kUniqueViolation[] = "23505";
constexpr char kExclusionViolation[] = "23P01";
constexpr char kNoRight[] = "42501";

class PostgresGuardsTest : public ::testing::Test {
 protected:
  PostgresGuardsTest() { AddCatalog(stores_); }

  PostgresStores stores_;
};

TEST_F(PostgresGuardsTest, NeverHandsOutAnAddressTwice) {
  AddPool(stores_, "demo", "10.0.0.0/26", "10.0.0.1");  // 61 addresses.
  std::atomic<int> next = 0;
  const auto made = RunInParallel(/*threads=*/8, /*each=*/10, [&] {
    Instance instance = NewInstance("web-" + std::to_string(next++));
    const absl::Status added = Add(stores_, instance);
    return std::pair(added, added.ok() ? instance.network->address : "");
  });

  std::set<std::string> addresses;
  std::vector<absl::Status> errors;
  for (const auto& [status, address] : made) {
    if (status.ok()) addresses.insert(address);
    if (!status.ok()) errors.push_back(status);
  }
  EXPECT_THAT(addresses, SizeIs(61));
  EXPECT_THAT(errors, SizeIs(80 - 61));
  EXPECT_THAT(errors, Each(HasReason("NO_ADDRESS_LEFT")));
}

TEST_F(PostgresGuardsTest, GivesEachDueRowToOneOfManySweepers) {
  AddPool(stores_, "demo", "10.0.0.0/26", "10.0.0.1");
  for (int i = 0; i < 40; ++i) {
    Instance instance = NewInstance("web-" + std::to_string(i));
    ASSERT_THAT(Add(stores_, instance, absl::ZeroDuration()), IsOk());
  }
  const auto claims = RunInParallel(
      /*threads=*/4, /*each=*/4, [&] { return stores_.instances().ClaimDue(5, absl::Hours(1)); });

  std::multiset<std::string> claimed;
  for (const auto& claim : claims) {
    ASSERT_THAT(claim, IsOk());
    for (const Instance& instance : *claim) claimed.insert(instance.name.id);
  }
  EXPECT_THAT(claimed, SizeIs(40));
  EXPECT_THAT(std::set<std::string>(claimed.begin(), claimed.end()), SizeIs(40));
}

TEST_F(PostgresGuardsTest, LetsOneOfManyMoveAnInstance) {
  AddPool(stores_, "demo", "10.0.0.0/29", "10.0.0.1");
  Instance instance = NewInstance("web-1");
  ASSERT_THAT(Add(stores_, instance), IsOk());
  const auto moved = RunInParallel(/*threads=*/4, /*each=*/1, [&] {
    bool mine = false;
    const absl::Status status =
        stores_.instances().InTransaction([&](InstanceTransaction& tx) -> absl::Status {
          mine = false;
          const auto was = tx.Lock(instance.name);
          if (!was.ok()) return was.status();
          if (was->state != States::RESERVING) return absl::OkStatus();
          Instance now = *was;
          Move(now, States::FAILED);
          now.failure = Failure{"TIMED_OUT", "Given up."};
          tx.ReleaseAddress(now, absl::ZeroDuration());
          mine = true;
          return tx.Save(*was, now, absl::ZeroDuration());
        });
    EXPECT_THAT(status, IsOk());
    return mine ? 1 : 0;
  });
  EXPECT_EQ(std::count(moved.begin(), moved.end(), 1), 1);
  EXPECT_EQ(stores_.CountEvents(), 2);
}

TEST_F(PostgresGuardsTest, ForgetsNoCallEvenWhenTheCodeIsBypassed) {
  AddPool(stores_, "demo", "10.0.0.0/29", "10.0.0.1");
  Instance instance = NewInstance("web-1");
  ASSERT_THAT(Add(stores_, instance), IsOk());

  EXPECT_EQ(stores_.SqlState("UPDATE instances SET wake_time = NULL"), kCheckViolation);
  EXPECT_EQ(stores_.SqlState("UPDATE instances SET release_pending = true, ran = true"),
            kCheckViolation);
  EXPECT_EQ(stores_.SqlState("UPDATE instances SET state = 'FAILED'"), kCheckViolation);
  EXPECT_EQ(stores_.SqlState("UPDATE instances SET enqueue_pending = true"), kCheckViolation);
  EXPECT_EQ(stores_.SqlState("UPDATE instances SET state = 'LOST'"), kCheckViolation);
}

TEST_F(PostgresGuardsTest, KeepsAddressesApartEvenWhenTheCodeIsBypassed) {
  AddPool(stores_, "demo", "10.0.0.0/29", "10.0.0.1");
  Instance instance = NewInstance("web-1");
  ASSERT_THAT(Add(stores_, instance), IsOk());

  EXPECT_EQ(
      stores_.SqlState(fmt::format("UPDATE addresses SET instance_id = '{}'", instance.name.id)),
      kUniqueViolation);
  EXPECT_EQ(stores_.SqlState("INSERT INTO addresses (address, pool) VALUES ('10.0.0.2', 'demo')"),
            kUniqueViolation);
  EXPECT_EQ(stores_.SqlState("INSERT INTO address_pools VALUES ('two', 'clusters/demo', "
                             "'10.0.0.0/28', '10.0.0.1', '{}', 'vmbr0', 0)"),
            kExclusionViolation);
  EXPECT_EQ(stores_.SqlState("INSERT INTO address_pools VALUES ('two', 'clusters/demo', "
                             "'10.1.0.0/28', '10.0.0.1', '{}', 'vmbr0', 0)"),
            kCheckViolation);
}

TEST_F(PostgresGuardsTest, GivesTheRunningRoleNoRightToDelete) {
  for (const char* table : {"instances", "addresses", "address_pools", "plans", "images"}) {
    EXPECT_EQ(stores_.SqlState(fmt::format("DELETE FROM {}", table)), kNoRight) << table;
  }
  EXPECT_EQ(stores_.SqlState("UPDATE plans SET vcpus = 1"), kNoRight);
  EXPECT_EQ(stores_.SqlState("UPDATE addresses SET pool = 'other'"), kNoRight);
}

TEST_F(PostgresGuardsTest, RingsTheBellOnlyAfterTheCommit) {
  AddPool(stores_, "demo", "10.0.0.0/29", "10.0.0.1");
  Instance instance = NewInstance("web-1");
  ASSERT_THAT(Add(stores_, instance), IsOk());
  const auto give_up = [&](bool commit) {
    return stores_.instances().InTransaction([&](InstanceTransaction& tx) -> absl::Status {
      const auto was = tx.Lock(instance.name);
      if (!was.ok()) return was.status();
      Instance now = *was;
      Move(now, States::FAILED);
      now.failure = Failure{"TIMED_OUT", "Given up."};
      now.release_pending = true;
      const absl::Status saved = tx.Save(*was, now, absl::ZeroDuration());
      return commit ? saved : absl::CancelledError("not now");
    });
  };
  const auto rung = [&] {
    const absl::Time before = absl::Now();
    stores_.doorbell().Wait(absl::Milliseconds(200));
    return absl::Now() - before < absl::Milliseconds(200);
  };

  EXPECT_FALSE(give_up(/*commit=*/false).ok());
  EXPECT_FALSE(rung());
  EXPECT_THAT(give_up(/*commit=*/true), IsOk());
  EXPECT_TRUE(rung());
}

}  // namespace
}  // namespace nexus::instance

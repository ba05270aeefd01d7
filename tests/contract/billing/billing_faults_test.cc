#include <csignal>

#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/billing/billing_world.h"

namespace nexus::billing {
namespace {

using instance::v1::Instance;
using testing::Eventually;
using testing::HasCode;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::SizeIs;

class BillingFaultsTest : public BillingContractTest {
 protected:
  // Starts the service again after it died where it was told to.
  void Recover() {
    ASSERT_EQ(world_->process().Wait(), -SIGKILL);
    world_->process().Start();
  }

  // Asks until the service is there again.
  template <typename Ask>
  bool Succeeds(Ask ask) {
    return Eventually([&] { return ask().ok(); });
  }
};

TEST_F(BillingFaultsTest, CreditsOnceWhenBillingDiesAfterTheCommit) {
  world_->process().CrashAt("billing.after_commit");
  EXPECT_THAT(Credit(Money(10), "transfer"), HasCode(absl::StatusCode::kUnavailable));
  Recover();
  EXPECT_TRUE(Succeeds([&] { return Credit(Money(10), "transfer").status(); }));
  EXPECT_EQ(GetAccount().wallet().micros(), 10'000'000);
  EXPECT_THAT(ListTransactions(0, "")->transactions(), SizeIs(1));
}

TEST_F(BillingFaultsTest, HoldsOnceWhenBillingDiesAfterTheCommit) {
  ASSERT_TRUE(Succeeds([&] { return Credit(Money(10), "transfer-2").status(); }));
  v1::ReserveFundsRequest request;
  request.set_id(NewId());
  request.set_project(project_);
  *request.mutable_setup_fee() = Money(3);
  *request.mutable_first_hour() = Money(1);
  request.set_display_name("web-1");
  const auto reserve = [&] {
    return Call(world_->instance(), &Stub::ReserveFunds, request).status();
  };
  ASSERT_TRUE(Succeeds([&] { return GetAccountAs(Member()).status(); }));

  world_->process().CrashAt("billing.after_commit");
  EXPECT_THAT(reserve(), HasCode(absl::StatusCode::kUnavailable));
  Recover();
  EXPECT_TRUE(Succeeds(reserve));
  EXPECT_TRUE(Succeeds([&] { return GetAccountAs(Member()).status(); }));
  EXPECT_EQ(GetAccount().held().micros(), 4'000'000);
}

TEST_F(BillingFaultsTest, TakesTheFeeOnceWhenBillingDiesAfterTheCommit) {
  ASSERT_TRUE(Succeeds([&] { return Credit(Money(10), "transfer-3").status(); }));
  world_->process().CrashAt("billing.after_commit");
  world_->AnnounceInstance(project_ + "/instances/" + NewId(), Instance::RUNNING, 3);
  Recover();
  EXPECT_TRUE(Eventually([&] {
    const auto account = GetAccountAs(Member());
    return account.ok() && account->wallet().micros() == 7'000'000;
  }));
  // What is announced next is heard next, so nothing came between.
  world_->AnnounceInstance(project_ + "/instances/" + NewId(), Instance::RUNNING, 1);
  EXPECT_TRUE(Eventually([&] { return GetAccount().wallet().micros() == 6'000'000; }));
}

TEST_F(BillingFaultsTest, RefusesToRunInAnotherCurrencyThanItsBooks) {
  const auto other = world_->AnotherProcess({{"NEXUS_BILLING_CURRENCY", "USD"}});
  other->Spawn();
  EXPECT_EQ(other->Wait(), 3);
  EXPECT_THAT(other->log(), HasSubstr("the books are kept in EUR"));
}

TEST_F(BillingFaultsTest, SaysWhatIsWrongWithItsSettings) {
  const auto other = world_->AnotherProcess({{"NEXUS_BILLING_CURRENCY", "euro"}});
  other->Spawn();
  EXPECT_EQ(other->Wait(), 2);
  EXPECT_THAT(other->log(), HasSubstr("NEXUS_BILLING_CURRENCY must be three capital letters"));
}

TEST_F(BillingFaultsTest, MigratesAgainWithoutChangingAnything) {
  const auto other = world_->AnotherProcess({});
  other->Spawn({"--migrate"});
  EXPECT_EQ(other->Wait(), 0);
}

TEST_F(BillingFaultsTest, WorksInTwoReplicasAtOnce) {
  const auto replica = world_->AnotherProcess({});
  replica->Start();
  ASSERT_TRUE(Succeeds([&] { return Credit(Money(10), "transfer-4").status(); }));
  const auto stub = v1::BillingService::NewStub(
      testing::ChannelAs("instance", "billing", replica->internal_port()));
  const std::string id = NewId();
  v1::ReserveFundsRequest request;
  request.set_id(id);
  request.set_project(project_);
  *request.mutable_setup_fee() = Money(3);
  *request.mutable_first_hour() = Money(1);
  request.set_display_name("web-1");
  EXPECT_THAT(Call(*stub, &Stub::ReserveFunds, request), IsOk());
  EXPECT_THAT(Call(world_->instance(), &Stub::ReserveFunds, request), IsOk());
  world_->AnnounceInstance(project_ + "/instances/" + id, Instance::RUNNING, 3);
  EXPECT_TRUE(Eventually([&] { return GetAccount().wallet().micros() == 7'000'000; }));
  EXPECT_THAT(ListTransactions(0, "")->transactions(), SizeIs(2));
  EXPECT_EQ(replica->Stop(), 0);
}

}  // namespace
}  // namespace nexus::billing

#include <limits>

#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/billing/billing_world.h"

namespace nexus::billing {
namespace {

using instance::v1::Instance;
using ::testing::Each;
using testing::Eventually;
using testing::Fails;
using testing::HasCode;
using testing::IsOk;
using testing::RunInParallel;
using ::testing::SizeIs;

class BillingHoldsTest : public BillingContractTest {
 protected:
  void SetUp() override { ASSERT_THAT(Credit(Money(10)), IsOk()); }

  v1::ReserveFundsRequest Wanting(const type::v1::Money& setup_fee,
                                  const type::v1::Money& first_hour) {
    v1::ReserveFundsRequest request;
    request.set_id(id_);
    request.set_project(project_);
    *request.mutable_setup_fee() = setup_fee;
    *request.mutable_first_hour() = first_hour;
    request.set_display_name("web-1");
    return request;
  }

  absl::StatusOr<v1::Reservation> Reserve(const v1::ReserveFundsRequest& request) {
    return Call(world_->instance(), &Stub::ReserveFunds, request);
  }

  absl::StatusOr<v1::Reservation> Reserve(std::int64_t setup_fee, std::int64_t first_hour) {
    return Reserve(Wanting(Money(setup_fee), Money(first_hour)));
  }

  absl::StatusOr<v1::Reservation> Release(const std::string& project) {
    v1::ReleaseFundsRequest request;
    request.set_id(id_);
    request.set_project(project);
    return Call(world_->instance(), &Stub::ReleaseFunds, request);
  }

  void InstanceIs(Instance::State state, std::int64_t setup_fee) {
    world_->AnnounceInstance(instance_, state, setup_fee);
  }

  // Whether the account comes to have this.
  bool ComesToHave(std::int64_t wallet, std::int64_t held) {
    return Eventually([&] {
      const auto account = GetAccount();
      return account.wallet().micros() == wallet * 1'000'000 &&
             account.held().micros() == held * 1'000'000;
    });
  }

  const std::string id_ = NewId();
  const std::string instance_ = project_ + "/instances/" + id_;
};

TEST_F(BillingHoldsTest, SetMoneyAside) {
  const auto reservation = Reserve(3, 1);
  ASSERT_THAT(reservation, IsOk());
  EXPECT_EQ(reservation->id(), id_);
  EXPECT_EQ(reservation->project(), project_);
  EXPECT_EQ(reservation->amount().micros(), 4'000'000);
  EXPECT_EQ(reservation->state(), v1::Reservation::OPEN);
  EXPECT_EQ(GetAccount().held().micros(), 4'000'000);
  EXPECT_EQ(GetAccount().available().micros(), 6'000'000);
}

TEST_F(BillingHoldsTest, AreRefusedBeyondWhatIsAvailable) {
  EXPECT_THAT(Reserve(10, 1), Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
  EXPECT_EQ(GetAccount().held().micros(), 0);
}

TEST_F(BillingHoldsTest, AreRefusedToAProjectThatNeverHadMoney) {
  auto request = Wanting(Money(1), Money(0));
  request.set_project("projects/" + NewId());
  EXPECT_THAT(Reserve(request), Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
}

TEST_F(BillingHoldsTest, AreMadeOnceHoweverOftenTheyAreAskedFor) {
  EXPECT_THAT(RunInParallel(/*threads=*/8, /*each=*/3, [&] { return Reserve(3, 1).status(); }),
              Each(IsOk()));
  EXPECT_EQ(GetAccount().held().micros(), 4'000'000);
}

TEST_F(BillingHoldsTest, KeepTheAmountsOfTheirId) {
  ASSERT_THAT(Reserve(3, 1), IsOk());
  EXPECT_THAT(Reserve(3, 2), Fails(absl::StatusCode::kInvalidArgument, "RESERVATION_DIFFERS"));
  EXPECT_THAT(Release("projects/" + NewId()),
              Fails(absl::StatusCode::kInvalidArgument, "RESERVATION_DIFFERS"));
}

TEST_F(BillingHoldsTest, RefuseAmountsAndIdsThatAreNone) {
  type::v1::Money most = Money(0);
  most.set_micros(std::numeric_limits<std::int64_t>::max());
  EXPECT_THAT(Reserve(-1, 1), Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(Reserve(Wanting(most, Money(1))),
              Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(Reserve(Wanting(Money(1, "USD"), Money(1))),
              Fails(absl::StatusCode::kInvalidArgument, "CURRENCY_WRONG"));
  auto request = Wanting(Money(1), Money(1));
  request.set_id("1; DROP TABLE holds");
  EXPECT_THAT(Reserve(request), Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(BillingHoldsTest, AreReleasedOnceHoweverOftenThatIsAskedFor) {
  ASSERT_THAT(Reserve(3, 1), IsOk());
  for (const auto& answer :
       RunInParallel(/*threads=*/6, /*each=*/2, [&] { return Release(project_); })) {
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->state(), v1::Reservation::RELEASED);
    EXPECT_EQ(answer->amount().micros(), 4'000'000);
  }
  EXPECT_EQ(GetAccount().available().micros(), 10'000'000);
  EXPECT_THAT(Reserve(3, 1), Fails(absl::StatusCode::kAborted, "CLOSED"));
}

TEST_F(BillingHoldsTest, StayClosedWhenTheReleaseCameFirst) {
  ASSERT_THAT(Release(project_), IsOk());
  EXPECT_THAT(Reserve(3, 1), Fails(absl::StatusCode::kAborted, "CLOSED"));
  EXPECT_EQ(GetAccount().available().micros(), 10'000'000);
}

TEST_F(BillingHoldsTest, BelongToTheInstanceServiceOnly) {
  const auto request = Wanting(Money(1), Money(1));
  v1::ReleaseFundsRequest release;
  release.set_id(id_);
  release.set_project(project_);
  for (Stub* stub : {&world_->gateway(), &world_->integrator()}) {
    EXPECT_THAT(Call(*stub, &Stub::ReserveFunds, request),
                HasCode(absl::StatusCode::kPermissionDenied));
    EXPECT_THAT(Call(*stub, &Stub::ReleaseFunds, release),
                HasCode(absl::StatusCode::kPermissionDenied));
  }
}

TEST_F(BillingHoldsTest, BecomeTheSetupFeeWhenTheInstanceFirstRuns) {
  ASSERT_THAT(Reserve(3, 1), IsOk());
  for (const auto state : {Instance::PROVISIONING, Instance::RUNNING, Instance::RUNNING,
                           Instance::STOPPED, Instance::RUNNING, Instance::DELETED}) {
    InstanceIs(state, 3);
  }
  EXPECT_TRUE(ComesToHave(/*wallet=*/7, /*held=*/0));
  const auto released = Release(project_);
  ASSERT_THAT(released, IsOk());
  EXPECT_EQ(released->state(), v1::Reservation::CAPTURED);

  const auto listed = ListTransactions(0, "");
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->transactions(), SizeIs(2));
  const v1::Transaction& fee = listed->transactions(0);
  EXPECT_EQ(fee.kind(), v1::Transaction::SETUP_FEE);
  EXPECT_EQ(fee.description(), "Setup fee for web-1");
  EXPECT_EQ(fee.subject(), instance_);
  EXPECT_EQ(fee.amount().micros(), -3'000'000);
  EXPECT_EQ(fee.balance_after().micros(), 7'000'000);
}

TEST_F(BillingHoldsTest, ComeBackWhenTheCreateFails) {
  ASSERT_THAT(Reserve(3, 1), IsOk());
  InstanceIs(Instance::FAILED, 3);
  EXPECT_TRUE(ComesToHave(/*wallet=*/10, /*held=*/0));
}

TEST_F(BillingHoldsTest, AreNotNeededForTheFeeOfAnInstanceThatRuns) {
  ASSERT_THAT(Release(project_), IsOk());
  InstanceIs(Instance::RUNNING, 12);
  EXPECT_TRUE(Eventually([&] { return GetAccount().debt().micros() == 2'000'000; }));
  EXPECT_EQ(GetAccount().wallet().micros(), 0);
  EXPECT_EQ(GetAccount().available().micros(), 0);
  ASSERT_THAT(Credit(Money(5)), IsOk());
  EXPECT_EQ(GetAccount().wallet().micros(), 3'000'000);
}

}  // namespace
}  // namespace nexus::billing

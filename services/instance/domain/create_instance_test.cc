#include "services/instance/domain/create_instance.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/instance/domain/public_view.h"
#include "services/instance/testing/instance_fixture.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kAddresses = 5;  // 10.0.0.0/29 without network, gateway and broadcast.

class CreateInstanceTest : public InstanceFixture {
 protected:
  std::vector<State> AnnouncedStates() {
    std::vector<State> states;
    for (const auto& event : tables().events) {
      v1::InstanceChanged changed;
      EXPECT_TRUE(changed.ParseFromString(event.payload));
      EXPECT_EQ(changed.instance().version(), event.version);
      states.push_back(changed.instance().state());
    }
    return states;
  }

  void ExpectNoResidue() {
    EXPECT_EQ(billing_.held_micros(), 0);
    EXPECT_EQ(FreeAddresses(), kAddresses);
    EXPECT_THAT(scheduler_.tasks(), IsEmpty());
  }
};

TEST_F(CreateInstanceTest, AnswersThePaidInstanceWithItsTask) {
  const auto answer = Create();

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->instance().state(), v1::Instance::PROVISIONING);
  EXPECT_EQ(answer->instance().ipv4_address(), "10.0.0.2");
  EXPECT_EQ(answer->instance().memory_mib(), 1024);
  EXPECT_EQ(answer->instance().hour_price().micros(), 6'900);
  EXPECT_EQ(answer->task().name(), answer->instance().task());
  EXPECT_EQ(answer->task().target(), answer->instance().name());
  EXPECT_EQ(answer->task().kind(), "create");
  EXPECT_EQ(billing_.held_micros(), 10'006'900);
}

TEST_F(CreateInstanceTest, HandsTheTaskOverOnceWithItsNetwork) {
  ASSERT_THAT(Create(), IsOk());

  ASSERT_THAT(scheduler_.tasks(), SizeIs(1));
  EXPECT_EQ(scheduler_.tasks()[0].id, Only().operation->id);
  EXPECT_EQ(scheduler_.tasks()[0].network, Only().network);
  EXPECT_EQ(scheduler_.tasks()[0].network->gateway, "10.0.0.1");
  EXPECT_FALSE(HasCallsToMake(Only()));
}

TEST_F(CreateInstanceTest, AnnouncesEachMoveAndRecordsTheCallOnce) {
  ASSERT_THAT(Create(), IsOk());

  EXPECT_THAT(AnnouncedStates(), ElementsAre(States::RESERVING, States::PROVISIONING));
  EXPECT_THAT(tables().recorded_calls, ElementsAre(Only().name.Full()));
}

TEST_F(CreateInstanceTest, AnswersARepeatWithTheFirstAnswer) {
  const auto first = Create("web-1", "same");
  billing_.down = true;  // A repeat needs no neighbour.
  const auto again = Create("web-1", "same");

  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(tables().instances, SizeIs(1));
}

TEST_F(CreateInstanceTest, ValidatesWithoutChangingAnything) {
  const ScopedCallContext call(Call(""));
  const auto answer = creation_.Validate({.project = "projects/p",
                                          .display_name = "web-1",
                                          .plan = "plans/small",
                                          .image = "images/debian-12",
                                          .ssh_keys = {}});

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->instance().setup_fee().micros(), 10'000'000);
  EXPECT_FALSE(answer->has_task());
  EXPECT_EQ(answer->instance().name(), "");
  EXPECT_THAT(tables().instances, IsEmpty());
  EXPECT_THAT(tables().recorded_calls, SizeIs(1));
  ExpectNoResidue();
}

TEST_F(CreateInstanceTest, RefusesANameThatTheProjectHas) {
  ASSERT_THAT(Create("web-1", "r1"), IsOk());
  EXPECT_THAT(Create("web-1", "r2"), Fails(absl::StatusCode::kAlreadyExists, "NAME_TAKEN"));
  EXPECT_EQ(FreeAddresses(), kAddresses - 1);
}

TEST_F(CreateInstanceTest, RefusesWhenEveryAddressIsTaken) {
  billing_.wallet_micros *= 10;
  for (int i = 0; i < kAddresses; ++i) {
    ASSERT_THAT(Create("web-" + std::to_string(i), std::to_string(i)), IsOk());
  }
  EXPECT_THAT(Create("last", "last"),
              Fails(absl::StatusCode::kResourceExhausted, "NO_ADDRESS_LEFT"));
  EXPECT_THAT(tables().instances, SizeIs(kAddresses));
}

TEST_F(CreateInstanceTest, PassesOnWhyItIsRefusedBeforeAnyWork) {
  scheduler_.cluster = "";
  EXPECT_THAT(Create(), HasReason("NO_CLUSTER_FITS"));
  billing_.prices.clear();
  EXPECT_THAT(Create(), HasReason("NO_PRICE"));
  tables().plans.clear();
  EXPECT_THAT(Create(), Fails(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND"));
  EXPECT_THAT(tables().instances, IsEmpty());
}

TEST_F(CreateInstanceTest, LeavesNothingWhenThereIsNotEnoughMoney) {
  billing_.wallet_micros = 10'006'899;

  EXPECT_THAT(Create(), Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
  EXPECT_EQ(Only().state, States::FAILED);
  EXPECT_TRUE(Only().hidden);
  EXPECT_THAT(tables().requests, IsEmpty());
  ExpectNoResidue();
}

TEST_F(CreateInstanceTest, ClosesARefusedReservationForLateRepeats) {
  billing_.wallet_micros = 0;
  ASSERT_THAT(Create(), HasReason("INSUFFICIENT_FUNDS"));

  EXPECT_EQ(sweeper_.SweepOnce(), 1);  // At once: the bell rang.
  EXPECT_TRUE(billing_.IsClosed(Only().name.id));
  EXPECT_FALSE(HasCallsToMake(Only()));
}

TEST_F(CreateInstanceTest, GivesTheNameOfARefusedCreateAway) {
  billing_.wallet_micros = 0;
  ASSERT_THAT(Create("web-1", "r1"), HasReason("INSUFFICIENT_FUNDS"));
  billing_.wallet_micros = 100'000'000;

  EXPECT_THAT(Create("web-1", "r1"), IsOk());
}

// What a crash after RESERVING leaves, and what a reservation that never arrived leaves, is the
// same.
TEST_F(CreateInstanceTest, GoesOnByItselfWhenTheReservationNeverArrived) {
  billing_.next_reserve = FakeBilling::Next::kLoseCall;
  EXPECT_THAT(Create("web-1", "r1"), Fails(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));
  EXPECT_EQ(Only().state, States::RESERVING);
  EXPECT_THAT(Create("web-1", "r1"), HasReason("REQUEST_IN_PROGRESS"));

  SweepLater();
  EXPECT_EQ(Only().state, States::PROVISIONING);
  EXPECT_THAT(scheduler_.tasks(), SizeIs(1));
  const auto repeat = Create("web-1", "r1");
  ASSERT_THAT(repeat, IsOk());
  EXPECT_EQ(repeat->instance().name(), Only().name.Full());
}

// The same as a crash between the reservation and PROVISIONING.
TEST_F(CreateInstanceTest, HoldsMoneyOnceWhenTheAnswerOfTheReservationIsLost) {
  billing_.next_reserve = FakeBilling::Next::kLoseAnswer;
  EXPECT_THAT(Create(), HasReason("OUTCOME_UNKNOWN"));

  SweepLater();
  EXPECT_EQ(Only().state, States::PROVISIONING);
  EXPECT_EQ(billing_.held_micros(), 10'006'900);
  EXPECT_EQ(billing_.reserve_calls, 2);
}

// The same as a crash between PROVISIONING and the hand-over.
TEST_F(CreateInstanceTest, AnswersAlsoWhenTheSchedulerDoesNotAndTellsItLater) {
  scheduler_.lose_calls = true;
  EXPECT_THAT(Create(), IsOk());
  EXPECT_TRUE(Only().enqueue_pending);
  EXPECT_THAT(scheduler_.tasks(), IsEmpty());

  scheduler_.lose_calls = false;
  SweepLater();
  EXPECT_FALSE(Only().enqueue_pending);
  EXPECT_THAT(scheduler_.tasks(), SizeIs(1));
}

// The same as a crash between the hand-over and its note.
TEST_F(CreateInstanceTest, HandsTheTaskOverOnceWhenItsAnswerIsLost) {
  scheduler_.lose_answers = true;
  EXPECT_THAT(Create(), IsOk());
  EXPECT_TRUE(Only().enqueue_pending);

  scheduler_.lose_answers = false;
  SweepLater();
  EXPECT_FALSE(Only().enqueue_pending);
  EXPECT_THAT(scheduler_.tasks(), SizeIs(1));
}

TEST_F(CreateInstanceTest, GivesUpWhatBillingDoesNotAnswerInTime) {
  billing_.next_reserve = FakeBilling::Next::kLoseAnswer;
  ASSERT_THAT(Create(), HasReason("OUTCOME_UNKNOWN"));
  billing_.down = true;
  SweepLater();
  EXPECT_EQ(Only().state, States::RESERVING);

  clock_.Advance(settings_.give_up_after);
  SweepLater();
  EXPECT_EQ(Only().state, States::FAILED);
  EXPECT_EQ(Only().failure->reason, "TIMED_OUT");
  EXPECT_FALSE(Only().hidden);
  EXPECT_THAT(tables().requests, IsEmpty());

  billing_.down = false;
  SweepLater();
  EXPECT_TRUE(billing_.IsClosed(Only().name.id));
  ExpectNoResidue();
}

TEST_F(CreateInstanceTest, LeavesACallToTheOneWhoIsAtWorkOnIt) {
  billing_.next_reserve = FakeBilling::Next::kLoseCall;
  ASSERT_THAT(Create(), HasReason("OUTCOME_UNKNOWN"));

  EXPECT_EQ(sweeper_.SweepOnce(), 0);
  clock_.Advance(settings_.patience);
  EXPECT_EQ(sweeper_.SweepOnce(), 1);
}

TEST_F(CreateInstanceTest, FailsWithRefundWhenTheSchedulerRefuses) {
  scheduler_.refuse = true;
  EXPECT_THAT(Create(), IsOk());
  EXPECT_EQ(Only().state, States::FAILED);
  EXPECT_EQ(Only().failure->reason, "CLUSTER_NOT_FOUND");

  SweepLater();
  EXPECT_TRUE(billing_.IsClosed(Only().name.id));
  EXPECT_TRUE(scheduler_.IsClosed(Only().create_operation));
  EXPECT_FALSE(HasCallsToMake(Only()));
  clock_.Advance(settings_.address_quarantine);
  ExpectNoResidue();
}

TEST_F(CreateInstanceTest, NamesTheCallerInWhatTheSweeperDoes) {
  billing_.next_reserve = FakeBilling::Next::kLoseCall;
  ASSERT_THAT(Create(), HasReason("OUTCOME_UNKNOWN"));
  SweepLater();

  EXPECT_THAT(tables().recorded_calls, ElementsAre(Only().name.Full()));
  EXPECT_EQ(Only().caller.actor, "users/ada");
}

}  // namespace
}  // namespace nexus::instance

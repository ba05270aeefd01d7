#include "services/billing/api/instance_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/fakes.h"
#include "libs/testing/status_matchers.h"
#include "nexus/instance/v1/events.pb.h"
#include "services/billing/testing/books.h"
#include "services/billing/testing/fake_ledger_store.h"

namespace nexus::billing {
namespace {

using ::nexus::instance::v1::Instance;
using ::nexus::testing::FakeClock;
using ::nexus::testing::HasCode;
using ::nexus::testing::IsOk;
using ::nexus::testing::SequentialIds;

constexpr char kProject[] = "projects/acme";

events::v1::Event InstanceIs(Instance::State state, const std::string& name) {
  instance::v1::InstanceChanged payload;
  Instance& machine = *payload.mutable_instance();
  machine.set_name(name);
  machine.set_display_name("web-1");
  machine.set_state(state);
  machine.mutable_setup_fee()->set_currency_code("EUR");
  machine.mutable_setup_fee()->set_micros(3'000'000);
  events::v1::Event event;
  event.set_id("e1");
  event.set_subject(name);
  event.set_type(payload.GetTypeName());
  event.set_payload(payload.SerializeAsString());
  return event;
}

class InstanceEventsTest : public ::testing::Test {
 protected:
  InstanceEventsTest() {
    EXPECT_THAT(ledger_.Credit({.project = kProject, .amount = Eur(10)}), IsOk());
    EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  }

  absl::Status Hear(Instance::State state) {
    return instance_events_.Apply(InstanceIs(state, InstanceName(kProject, 1)));
  }

  Account Acme() { return *ledger_.GetAccount(kProject); }

  FakeClock clock_;
  FakeLedgerStore store_{clock_};
  SequentialIds ids_;
  Ledger ledger_{store_, ids_, "EUR"};
  InstanceEvents instance_events_{ledger_};
};

TEST_F(InstanceEventsTest, ARunningInstancePaysItsSetupFeeOnce) {
  EXPECT_THAT(Hear(Instance::RUNNING), IsOk());
  EXPECT_THAT(Hear(Instance::STOPPED), IsOk());
  EXPECT_THAT(Hear(Instance::RUNNING), IsOk());
  EXPECT_EQ(Acme().balance(), 7'000'000);
  EXPECT_EQ(Acme().balances().held, 0);
}

TEST_F(InstanceEventsTest, AFailedCreateGetsItsMoneyBack) {
  EXPECT_THAT(Hear(Instance::FAILED), IsOk());
  EXPECT_EQ(Acme().available(), 10'000'000);
}

TEST_F(InstanceEventsTest, DeletingWhatNeverRanGetsItsMoneyBack) {
  EXPECT_THAT(Hear(Instance::DELETED), IsOk());
  EXPECT_EQ(Acme().available(), 10'000'000);
}

TEST_F(InstanceEventsTest, DeletingWhatRanRefundsNothing) {
  EXPECT_THAT(Hear(Instance::RUNNING), IsOk());
  EXPECT_THAT(Hear(Instance::DELETED), IsOk());
  EXPECT_EQ(Acme().available(), 7'000'000);
}

TEST_F(InstanceEventsTest, OtherStatesMoveNoMoney) {
  for (const auto state : {Instance::RESERVING, Instance::PROVISIONING, Instance::STOPPING,
                           Instance::STOPPED, Instance::STARTING, Instance::DELETING}) {
    EXPECT_THAT(Hear(state), IsOk());
  }
  EXPECT_EQ(Acme().balances().held, 4'000'000);
}

TEST_F(InstanceEventsTest, SkipsEventsOfOtherTypes) {
  events::v1::Event event;
  event.set_type("nexus.events.v1.Called");
  event.set_payload("not to be read");
  EXPECT_THAT(instance_events_.Apply(event), IsOk());
}

TEST_F(InstanceEventsTest, RefusesAnEventThatCannotBeRead) {
  events::v1::Event event = InstanceIs(Instance::RUNNING, InstanceName(kProject, 1));
  event.set_payload("\xff\xff");
  EXPECT_THAT(instance_events_.Apply(event), HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(instance_events_.Apply(InstanceIs(Instance::RUNNING, "instances/1")),
              HasCode(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace nexus::billing

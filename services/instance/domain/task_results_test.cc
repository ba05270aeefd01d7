#include "services/instance/domain/task_results.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/instance/testing/instance_fixture.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::IsOk;
using ::testing::SizeIs;
using Power = TaskResult::Power;

class TaskResultsTest : public InstanceFixture {
 protected:
  void SetUp() override { ASSERT_THAT(Create(), IsOk()); }
};

TEST_F(TaskResultsTest, AMadeInstanceRuns) {
  ASSERT_THAT(results_.Apply(Ended(true, Power::kRunning)), IsOk());
  EXPECT_EQ(Only().state, States::RUNNING);
  EXPECT_TRUE(Only().ran);
  EXPECT_FALSE(Only().failure.has_value());
}

TEST_F(TaskResultsTest, AFailedCreateIsRefundedAtOnceAndGivesItsAddressBackWhenNothingIsLeft) {
  ASSERT_THAT(results_.Apply(Ended(false, Power::kAbsent)), IsOk());
  EXPECT_EQ(Only().state, States::FAILED);
  EXPECT_EQ(Only().failure->reason, "HYPERVISOR_FAILED");
  EXPECT_FALSE(Only().network.has_value());

  EXPECT_EQ(sweeper_.SweepOnce(), 1);
  EXPECT_TRUE(billing_.IsClosed(Only().name.id));
}

TEST_F(TaskResultsTest, KeepsTheAddressUntilTheRemainsAreGone) {
  TaskResult failed = Ended(false, Power::kUnknown);
  failed.cleanup_pending = true;
  ASSERT_THAT(results_.Apply(failed), IsOk());
  EXPECT_TRUE(Only().network.has_value());

  ASSERT_THAT(results_.Apply(Ended(false, Power::kAbsent)), IsOk());
  EXPECT_FALSE(Only().network.has_value());
  EXPECT_EQ(Only().state, States::FAILED);
}

TEST_F(TaskResultsTest, KeepsAnAddressInQuarantine) {
  const int before = FreeAddresses();
  ASSERT_THAT(results_.Apply(Ended(false, Power::kAbsent)), IsOk());
  EXPECT_EQ(FreeAddresses(), before);
  clock_.Advance(settings_.address_quarantine);
  EXPECT_EQ(FreeAddresses(), before + 1);
}

TEST_F(TaskResultsTest, AppliesAResultOnce) {
  const TaskResult result = Ended(true, Power::kRunning);
  ASSERT_THAT(results_.Apply(result), IsOk());
  const auto events = tables().events.size();
  ASSERT_THAT(results_.Apply(result), IsOk());
  EXPECT_THAT(tables().events, SizeIs(events));
}

TEST_F(TaskResultsTest, ALateResultNeverOverwritesANewerState) {
  const TaskResult late = Ended(true, Power::kRunning);
  ASSERT_THAT(Run(Verb::kDelete, Only()), IsOk());
  ASSERT_THAT(results_.Apply(late), IsOk());
  EXPECT_EQ(Only().state, States::DELETING);
}

TEST_F(TaskResultsTest, TheGuestDecidesWhereAFailedStopEnds) {
  ASSERT_THAT(results_.Apply(Ended(true, Power::kRunning)), IsOk());
  ASSERT_THAT(Run(Verb::kStop, Only()), IsOk());
  ASSERT_THAT(results_.Apply(Ended(false, Power::kRunning)), IsOk());
  EXPECT_EQ(Only().state, States::RUNNING);
  EXPECT_EQ(Only().failure->message, "The disk is full.");

  ASSERT_THAT(Run(Verb::kStop, Only()), IsOk());
  EXPECT_FALSE(Only().failure.has_value());
  ASSERT_THAT(results_.Apply(Ended(false, Power::kStopped)), IsOk());
  EXPECT_EQ(Only().state, States::STOPPED);
}

TEST_F(TaskResultsTest, AGuestThatCannotBeReadLeavesTheLastSettledState) {
  ASSERT_THAT(results_.Apply(Ended(true, Power::kRunning)), IsOk());
  for (const Power power : {Power::kUnknown, Power::kAbsent}) {
    ASSERT_THAT(Run(Verb::kStop, Only()), IsOk());
    ASSERT_THAT(results_.Apply(Ended(false, power)), IsOk());
    EXPECT_EQ(Only().state, States::RUNNING);
  }
}

TEST_F(TaskResultsTest, ADeletedInstanceFreesItsNameAndItsAddress) {
  ASSERT_THAT(results_.Apply(Ended(true, Power::kRunning)), IsOk());
  ASSERT_THAT(Run(Verb::kDelete, Only()), IsOk());
  ASSERT_THAT(results_.Apply(Ended(true, Power::kAbsent)), IsOk());
  EXPECT_EQ(Only().state, States::DELETED);
  EXPECT_FALSE(Only().network.has_value());
  EXPECT_THAT(Create("web-1", "r2"), IsOk());
}

TEST_F(TaskResultsTest, AFailedDeleteBeginsAgain) {
  ASSERT_THAT(Run(Verb::kDelete, Only()), IsOk());
  const std::string first = Only().operation->id;
  ASSERT_THAT(results_.Apply(Ended(false, Power::kUnknown)), IsOk());
  EXPECT_EQ(Only().state, States::DELETING);
  EXPECT_NE(Only().operation->id, first);

  SweepLater();
  EXPECT_EQ(scheduler_.tasks().back().id, Only().operation->id);
}

TEST_F(TaskResultsTest, PassesByATaskOfAnUnknownInstance) {
  TaskResult result = Ended(true, Power::kRunning);
  result.instance.id = "00000000-0000-7000-8000-00000000ffff";
  EXPECT_THAT(results_.Apply(result), IsOk());
  EXPECT_EQ(Only().state, States::PROVISIONING);
}

}  // namespace
}  // namespace nexus::instance

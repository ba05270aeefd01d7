#include "services/instance/domain/instance_verbs.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/instance/testing/instance_fixture.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Power = TaskResult::Power;

class InstanceVerbsTest : public InstanceFixture {};

TEST_F(InstanceVerbsTest, StopsARunningInstance) {
  const auto task = Run(Verb::kStop, Running());

  ASSERT_THAT(task, IsOk());
  EXPECT_EQ(task->kind(), "stop");
  EXPECT_EQ(Only().state, States::STOPPING);
  EXPECT_EQ(scheduler_.tasks().back().id, Only().operation->id);
  ASSERT_THAT(results_.Apply(Ended(true, Power::kStopped)), IsOk());
  EXPECT_EQ(Only().state, States::STOPPED);
}

TEST_F(InstanceVerbsTest, RefusesWhatTheStateDoesNotAllow) {
  const Instance running = Running();
  EXPECT_THAT(Run(Verb::kStart, running),
              Fails(absl::StatusCode::kFailedPrecondition, "ACTION_NOT_ALLOWED"));
  ASSERT_THAT(Run(Verb::kStop, running), IsOk());
  EXPECT_THAT(Run(Verb::kStop, running), HasReason("ACTION_NOT_ALLOWED"));
  EXPECT_THAT(Run(Verb::kDelete, running), HasReason("ACTION_NOT_ALLOWED"));
}

TEST_F(InstanceVerbsTest, DoesNotFindAnotherProjectsInstance) {
  Instance instance = Running();
  instance.name.project = "projects/other";
  EXPECT_THAT(Run(Verb::kStop, instance), Fails(absl::StatusCode::kNotFound, "INSTANCE_NOT_FOUND"));
}

TEST_F(InstanceVerbsTest, AnswersARepeatWithTheFirstTask) {
  const Instance instance = Running();
  const auto first = Run(Verb::kStop, instance, "s1");
  const auto again = Run(Verb::kStop, instance, "s1");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->name(), first->name());
}

TEST_F(InstanceVerbsTest, TellsTheSchedulerLaterWhenItDoesNotAnswer) {
  const Instance instance = Running();
  scheduler_.down = true;
  EXPECT_THAT(Run(Verb::kStop, instance), IsOk());
  EXPECT_THAT(scheduler_.tasks(), SizeIs(1));

  scheduler_.down = false;
  SweepLater();
  EXPECT_THAT(scheduler_.tasks(), SizeIs(2));
}

TEST_F(InstanceVerbsTest, GoesBackWhenTheSchedulerRefuses) {
  const Instance instance = Running();
  scheduler_.refuse = true;
  EXPECT_THAT(Run(Verb::kStop, instance), IsOk());
  EXPECT_EQ(Only().state, States::RUNNING);
  EXPECT_EQ(Only().failure->reason, "CLUSTER_NOT_FOUND");
}

TEST_F(InstanceVerbsTest, NeverGivesUpADelete) {
  const Instance instance = Running();
  scheduler_.refuse = true;
  EXPECT_THAT(Run(Verb::kDelete, instance), IsOk());
  EXPECT_EQ(Only().state, States::DELETING);

  scheduler_.refuse = false;
  SweepLater();
  EXPECT_EQ(scheduler_.tasks().back().verb, Verb::kDelete);
}

TEST_F(InstanceVerbsTest, ClosesTheCreateBeforeItHandsADeleteOver) {
  ASSERT_THAT(Create(), IsOk());
  const std::string create = Only().create_operation;
  scheduler_.down = true;
  ASSERT_THAT(Run(Verb::kDelete, Only()), IsOk());
  EXPECT_EQ(Only().state, States::DELETING);
  EXPECT_EQ(billing_.held_micros(), 0);  // Money does not wait for the hypervisor.

  scheduler_.down = false;
  SweepLater();
  EXPECT_TRUE(scheduler_.IsClosed(create));
  ASSERT_THAT(scheduler_.tasks(), SizeIs(2));
  EXPECT_EQ(scheduler_.tasks()[1].verb, Verb::kDelete);
}

TEST_F(InstanceVerbsTest, KeepsACreateThatIsStillUnderWayOut) {
  scheduler_.lose_calls = true;
  ASSERT_THAT(Create(), IsOk());
  const Instance as_sent = Only();
  scheduler_.lose_calls = false;
  ASSERT_THAT(Run(Verb::kDelete, Only()), IsOk());

  EXPECT_THAT(scheduler_.EnqueueTask(as_sent), HasReason("CLOSED"));
  ASSERT_THAT(scheduler_.tasks(), SizeIs(1));
  EXPECT_EQ(scheduler_.tasks()[0].verb, Verb::kDelete);
}

TEST_F(InstanceVerbsTest, DeletesWhatFailed) {
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(results_.Apply(Ended(false, Power::kUnknown)), IsOk());
  EXPECT_THAT(Run(Verb::kDelete, Only()), IsOk());
  ASSERT_THAT(results_.Apply(Ended(true, Power::kAbsent)), IsOk());
  EXPECT_EQ(Only().state, States::DELETED);
  EXPECT_FALSE(Only().network.has_value());
}

TEST_F(InstanceVerbsTest, DoesNotReleaseTheHoldOfWhatRan) {
  ASSERT_THAT(Run(Verb::kDelete, Running()), IsOk());
  EXPECT_EQ(billing_.release_calls, 0);
  EXPECT_FALSE(Only().release_pending);
}

}  // namespace
}  // namespace nexus::instance

#include "services/instance/api/task_events.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "services/instance/testing/instance_fixture.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using scheduler::v1::Guest;
using scheduler::v1::TaskChanged;
using type::v1::Task;

class TaskEventsTest : public InstanceFixture {
 protected:
  void SetUp() override { ASSERT_THAT(Create(), IsOk()); }

  // The newest task of the only instance is now so.
  TaskChanged Changed(Task::State state, Guest::Power power) {
    TaskChanged changed;
    changed.mutable_task()->set_name("projects/p/tasks/" + Only().operation->id);
    changed.mutable_task()->set_target(Only().name.Full());
    changed.mutable_task()->set_state(state);
    changed.mutable_guest()->set_power(power);
    return changed;
  }

  absl::Status Apply(const TaskChanged& changed) {
    events::v1::Event event;
    event.set_type("nexus.scheduler.v1.TaskChanged");
    event.set_payload(changed.SerializeAsString());
    return task_events_.Apply(event);
  }

  TaskEvents task_events_{results_};
};

TEST_F(TaskEventsTest, WaitsForTheEndOfATask) {
  for (const auto state : {Task::PENDING, Task::RUNNING}) {
    EXPECT_THAT(Apply(Changed(state, Guest::POWER_UNSPECIFIED)), IsOk());
    EXPECT_EQ(Only().state, States::PROVISIONING);
  }
  EXPECT_THAT(Apply(Changed(Task::SUCCEEDED, Guest::RUNNING)), IsOk());
  EXPECT_EQ(Only().state, States::RUNNING);
}

TEST_F(TaskEventsTest, ReadsWhyATaskFailedAndWhatIsLeft) {
  TaskChanged failed = Changed(Task::FAILED, Guest::ABSENT);
  failed.mutable_task()->mutable_error()->set_reason("HYPERVISOR_FAILED");
  failed.mutable_task()->mutable_error()->set_message("The disk is full.");
  failed.mutable_guest()->set_cleanup_pending(true);
  EXPECT_THAT(Apply(failed), IsOk());
  EXPECT_EQ(*Only().failure, (Failure{"HYPERVISOR_FAILED", "The disk is full."}));
  EXPECT_TRUE(Only().network.has_value());

  failed.mutable_guest()->set_cleanup_pending(false);
  EXPECT_THAT(Apply(failed), IsOk());
  EXPECT_FALSE(Only().network.has_value());
}

TEST_F(TaskEventsTest, TakesACancelledCreateForAFailedOne) {
  EXPECT_THAT(Apply(Changed(Task::CANCELLED, Guest::ABSENT)), IsOk());
  EXPECT_EQ(Only().state, States::FAILED);
}

TEST_F(TaskEventsTest, PassesOtherEventsBy) {
  events::v1::Event event;
  event.set_type("nexus.scheduler.v1.SomethingNew");
  event.set_payload("not a TaskChanged");
  EXPECT_THAT(task_events_.Apply(event), IsOk());
}

TEST_F(TaskEventsTest, DoesNotGuessAtAnEventThatItCannotRead) {
  events::v1::Event event;
  event.set_type("nexus.scheduler.v1.TaskChanged");
  event.set_payload("\xff\xff");
  EXPECT_THAT(task_events_.Apply(event), HasReason("INTERNAL"));
}

}  // namespace
}  // namespace nexus::instance

#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/scheduler/scheduler_world.h"

namespace nexus::scheduler {
namespace {

using testing::Eventually;
using testing::Fails;
using testing::HasCode;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using type::v1::Task;

class SchedulerLifeTest : public SchedulerContractTest {};

TEST_F(SchedulerLifeTest, MakesAMachineThatRuns) {
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  const auto end = AwaitEnd(request.id());
  ASSERT_EQ(end.task().state(), Task::SUCCEEDED) << end.ShortDebugString();
  EXPECT_EQ(end.task().progress_percent(), 100);
  EXPECT_EQ(end.guest().power(), v1::Guest::RUNNING);

  const auto guest = world_->simulator().GuestOf(end.guest().vmid());
  EXPECT_EQ(guest.at("running"), true);
  EXPECT_EQ(guest.at("node"), end.guest().node());
  const auto& config = guest.at("config");
  EXPECT_THAT(config.value("description", ""),
              HasSubstr("nexus:test:" + instance_id_ + ":" + request.id()));
  EXPECT_EQ(config.value("name", ""), "web-1");
  EXPECT_EQ(config.value("tags", ""), "nexus");
  EXPECT_EQ(config.value("ipconfig0", ""), "ip=10.0.0.5/24,gw=10.0.0.1");
  EXPECT_THAT(config.value("scsi0", ""), HasSubstr("size=10G"));
  EXPECT_THAT(config.value("net0", ""), HasSubstr("firewall=1"));
}

TEST_F(SchedulerLifeTest, TellsHowFarItIsAndNeverGoesBack) {
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  AwaitEnd(request.id());
  const auto changes = world_->Changes(request.id());
  ASSERT_GE(changes.size(), 5u);  // Taken; cloning, resizing, starting; done.
  EXPECT_EQ(changes.front().task().state(), Task::PENDING);
  for (std::size_t i = 1; i < changes.size(); ++i) {
    EXPECT_GE(changes[i].task().progress_percent(), changes[i - 1].task().progress_percent());
    EXPECT_GT(changes[i].task().version(), changes[i - 1].task().version());
  }
  ASSERT_THAT(changes.back().task().steps(), SizeIs(6));
  for (const auto& step : changes.back().task().steps()) EXPECT_EQ(step.state(), Task::Step::DONE);
}

TEST_F(SchedulerLifeTest, StopsStartsAndDeletes) {
  const int vmid = Run("create").guest().vmid();
  EXPECT_EQ(Run("stop").guest().power(), v1::Guest::STOPPED);
  EXPECT_EQ(world_->simulator().GuestOf(vmid).at("running"), false);
  EXPECT_EQ(Run("start").guest().power(), v1::Guest::RUNNING);
  EXPECT_EQ(world_->simulator().GuestOf(vmid).at("running"), true);
  const auto deleted = Run("delete");
  EXPECT_EQ(deleted.task().state(), Task::SUCCEEDED);
  EXPECT_EQ(deleted.guest().power(), v1::Guest::ABSENT);
  EXPECT_THAT(OwnGuests(), IsEmpty());
  EXPECT_EQ(Run("start").task().error().reason(), "GUEST_ABSENT");
}

TEST_F(SchedulerLifeTest, StopsAMachineThatIgnoresIt) {
  const int vmid = Run("create").guest().vmid();
  world_->simulator().Chaos({{"kind", "ignore_shutdown"}, {"vmid", vmid}, {"ignores", true}});
  EXPECT_EQ(Run("stop").guest().power(), v1::Guest::STOPPED);
}

TEST_F(SchedulerLifeTest, LeavesNothingOfACreateThatFails) {
  world_->simulator().AddFault({{"match", {{"task_type", "qmstart"}, {"step", "begin"}}},
                                {"action", {{"kind", "task_fail"}, {"text", "no memory left"}}}});
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  const auto end = AwaitEnd(request.id());
  EXPECT_EQ(end.task().state(), Task::FAILED);
  EXPECT_EQ(end.task().error().reason(), "HYPERVISOR_FAILED");
  EXPECT_THAT(end.task().error().message(), HasSubstr("no memory left"));
  EXPECT_EQ(end.guest().power(), v1::Guest::ABSENT);
  EXPECT_THAT(OwnGuests(), IsEmpty());
  const auto state = world_->simulator().State();
  EXPECT_THAT(state.at("volumes").dump(),
              ::testing::Not(HasSubstr("vm-" + std::to_string(end.guest().vmid()) + "-")));
}

TEST_F(SchedulerLifeTest, DoesNotTakeTheIdOfSomebodyElsesMachine) {
  const int next = Run("create").guest().vmid() + 1;
  world_->simulator().Chaos(
      {{"kind", "create_guest"}, {"vmid", next}, {"node", "pve2"}, {"name", "theirs"}});
  const auto foreign = world_->simulator().GuestOf(next);
  auto request = TaskRequest("create");
  request.set_instance(project_ + "/instances/" + NewId());
  ASSERT_THAT(Enqueue(request), IsOk());
  const auto end = AwaitEnd(request.id());
  EXPECT_EQ(end.task().state(), Task::SUCCEEDED) << end.ShortDebugString();
  EXPECT_GT(end.guest().vmid(), next);
  EXPECT_EQ(world_->simulator().GuestOf(next), foreign);
}

TEST_F(SchedulerLifeTest, DoesNotTouchAMachineWhoseMarkIsGone) {
  const int vmid = Run("create").guest().vmid();
  world_->simulator().Chaos({{"kind", "change_config"},
                             {"vmid", vmid},
                             {"set", {{"description", "adopted by the office"}}}});
  const auto end = Run("stop");
  EXPECT_EQ(end.task().error().reason(), "NOT_OURS") << end.ShortDebugString();
  EXPECT_EQ(world_->simulator().GuestOf(vmid).at("running"), true);
}

TEST_F(SchedulerLifeTest, AnswersARepeatWithTheTaskAndRefusesAnotherOfItsId) {
  auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  EXPECT_THAT(Enqueue(request), IsOk());
  AwaitEnd(request.id());
  EXPECT_THAT(OwnGuests(), SizeIs(1));
  request.mutable_guest()->set_vcpus(8);
  EXPECT_THAT(Enqueue(request), Fails(absl::StatusCode::kInvalidArgument, "TASK_DIFFERS"));
}

TEST_F(SchedulerLifeTest, RefusesATaskThatWasCancelledBeforeItCame) {
  const auto request = TaskRequest("create");
  const auto cancelled = Cancel(request.id());
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), Task::CANCELLED);
  EXPECT_THAT(Enqueue(request), Fails(absl::StatusCode::kAborted, "CLOSED"));
}

TEST_F(SchedulerLifeTest, RemovesWhatACancelledCreateHasMade) {
  world_->simulator().Set({{"clone_ms", 500}});
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  ASSERT_TRUE(Eventually([&] { return !OwnGuests().empty(); }));
  ASSERT_THAT(Cancel(request.id()), IsOk());
  world_->simulator().Set({{"clone_ms", 0}});
  const auto end = AwaitEnd(request.id());
  EXPECT_EQ(end.task().state(), Task::CANCELLED);
  EXPECT_EQ(end.guest().power(), v1::Guest::ABSENT);
  EXPECT_THAT(OwnGuests(), IsEmpty());
}

TEST_F(SchedulerLifeTest, RefusesWhatItCannotDo) {
  auto request = TaskRequest("create");
  request.set_cluster("clusters/none");
  EXPECT_THAT(Enqueue(request), Fails(absl::StatusCode::kNotFound, "CLUSTER_NOT_FOUND"));
  request = TaskRequest("explode");
  EXPECT_THAT(Enqueue(request), HasCode(absl::StatusCode::kInvalidArgument));
  request = TaskRequest("start");
  request.set_id("1");
  EXPECT_THAT(Enqueue(request), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(SchedulerLifeTest, ShowsAProjectItsTasksAndNobodyElsesAndPagesThem) {
  const auto first = TaskRequest("start");
  ASSERT_THAT(Enqueue(first), IsOk());
  AwaitEnd(first.id());
  const auto second = TaskRequest("stop");
  ASSERT_THAT(Enqueue(second), IsOk());
  AwaitEnd(second.id());

  v1::ListTasksRequest list;
  list.set_parent(project_);
  list.set_page_size(1);
  const auto page = Call(world_->tasks(), &v1::TaskService::Stub::ListTasks, list, Member());
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->tasks(), SizeIs(1));
  EXPECT_EQ(page->tasks(0).name(), project_ + "/tasks/" + second.id());
  list.set_page_token(page->next_page_token());
  const auto rest = Call(world_->tasks(), &v1::TaskService::Stub::ListTasks, list, Member());
  ASSERT_THAT(rest, IsOk());
  EXPECT_EQ(rest->tasks(0).name(), project_ + "/tasks/" + first.id());
  EXPECT_EQ(rest->next_page_token(), "");

  v1::GetTaskRequest get;
  get.set_name(project_ + "/tasks/" + first.id());
  EXPECT_THAT(Call(world_->tasks(), &v1::TaskService::Stub::GetTask, get, Member()), IsOk());
  testing::Caller stranger = Member();
  stranger.project = "projects/" + NewId();
  EXPECT_THAT(Call(world_->tasks(), &v1::TaskService::Stub::GetTask, get, stranger),
              HasCode(absl::StatusCode::kNotFound));
  get.set_name(project_ + "/tasks/" + NewId());
  EXPECT_THAT(Call(world_->tasks(), &v1::TaskService::Stub::GetTask, get, Member()),
              Fails(absl::StatusCode::kNotFound, "TASK_NOT_FOUND"));
}

}  // namespace
}  // namespace nexus::scheduler

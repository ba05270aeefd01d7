#include <csignal>

#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/scheduler/scheduler_world.h"

namespace nexus::scheduler {
namespace {

using testing::Eventually;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using type::v1::Task;

class SchedulerFaultsTest : public SchedulerContractTest {};

// Dies at one line of a create, and the next process ends it: one machine.
class CreateCrashTest : public SchedulerFaultsTest,
                        public ::testing::WithParamInterface<std::string> {};

TEST_P(CreateCrashTest, MakesOneMachineWhereverItDies) {
  world_->process().CrashAt(GetParam());
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  ASSERT_EQ(world_->process().Wait(), -SIGKILL);
  world_->process().Start();
  const auto end = AwaitEnd(request.id());
  EXPECT_EQ(end.task().state(), Task::SUCCEEDED) << end.ShortDebugString();
  ASSERT_THAT(OwnGuests(), SizeIs(1));
  EXPECT_EQ(OwnGuests()[0].at("running"), true);
}

std::string PointName(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(info.param.find('.') + 1);
  for (char& c : name) c = c == '.' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    Points, CreateCrashTest,
    ::testing::Values("scheduler.choose.after_outcome", "scheduler.clone.after_intent",
                      "scheduler.clone.after_send", "scheduler.clone.after_upid",
                      "scheduler.clone.after_outcome", "scheduler.configure.after_intent",
                      "scheduler.configure.after_send", "scheduler.configure.after_outcome",
                      "scheduler.resize.after_intent", "scheduler.resize.after_send",
                      "scheduler.resize.after_upid", "scheduler.resize.after_outcome",
                      "scheduler.firewall.after_intent", "scheduler.firewall.after_send",
                      "scheduler.firewall.after_outcome", "scheduler.start.after_intent",
                      "scheduler.start.after_send", "scheduler.start.after_upid",
                      "scheduler.start.after_outcome"),
    PointName);

class DeleteCrashTest : public SchedulerFaultsTest,
                        public ::testing::WithParamInterface<std::string> {};

TEST_P(DeleteCrashTest, LeavesNothingWhereverItDies) {
  ASSERT_EQ(Run("create").task().state(), Task::SUCCEEDED);
  world_->process().CrashAt(GetParam());
  const auto request = TaskRequest("delete");
  ASSERT_THAT(Enqueue(request), IsOk());
  ASSERT_EQ(world_->process().Wait(), -SIGKILL);
  world_->process().Start();
  const auto end = AwaitEnd(request.id());
  EXPECT_EQ(end.guest().power(), v1::Guest::ABSENT);
  EXPECT_THAT(OwnGuests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Points, DeleteCrashTest,
    ::testing::Values("scheduler.stop.after_intent", "scheduler.stop.after_send",
                      "scheduler.stop.after_upid", "scheduler.stop.after_outcome",
                      "scheduler.destroy.after_intent", "scheduler.destroy.after_send",
                      "scheduler.destroy.after_upid", "scheduler.destroy.after_outcome",
                      "scheduler.absence.after_outcome"),
    PointName);

TEST_F(SchedulerFaultsTest, SendsACloneOnceWhenItsAnswerIsLost) {
  world_->simulator().AddFault({{"match", {{"method", "POST"}, {"path", "*/clone"}}},
                                {"action", {{"kind", "reset_after_effect"}}}});
  const auto end = Run("create");
  EXPECT_EQ(end.task().state(), Task::SUCCEEDED) << end.ShortDebugString();
  EXPECT_THAT(OwnGuests(), SizeIs(1));
}

TEST_F(SchedulerFaultsTest, StartsOnceWhenTheAnswerIsLost) {
  world_->simulator().AddFault({{"match", {{"method", "POST"}, {"path", "*/status/start"}}},
                                {"action", {{"kind", "reset_after_effect"}}}});
  EXPECT_EQ(Run("create").task().state(), Task::SUCCEEDED);
}

TEST_F(SchedulerFaultsTest, TriesAgainWhatTheHypervisorWasTooBusyFor) {
  world_->simulator().AddFault({{"match", {{"method", "POST"}, {"path", "*/clone"}}},
                                {"action",
                                 {{"kind", "error_before_effect"},
                                  {"code", 500},
                                  {"reason", "got no worker upid - start worker failed"}}}});
  const auto end = Run("create");
  EXPECT_EQ(end.task().state(), Task::SUCCEEDED) << end.ShortDebugString();
  EXPECT_EQ(end.task().attempt(), 2);
}

TEST_F(SchedulerFaultsTest, AnotherProcessGoesOnWhenTheOwnerIsKilled) {
  const auto heir = world_->AnotherProcess();
  heir->Start();
  world_->simulator().Set({{"clone_ms", 1500}});
  world_->process().CrashAt("scheduler.clone.after_upid");
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  ASSERT_EQ(world_->process().Wait(), -SIGKILL);
  const auto end = AwaitEnd(request.id());
  EXPECT_EQ(end.task().state(), Task::SUCCEEDED) << end.ShortDebugString() << heir->log();
  EXPECT_THAT(OwnGuests(), SizeIs(1));
  world_->simulator().Set({{"clone_ms", 0}});
  EXPECT_EQ(heir->Stop(), 0);
  EXPECT_THAT(heir->error_lines(), IsEmpty());
  world_->process().Start();
}

}  // namespace
}  // namespace nexus::scheduler

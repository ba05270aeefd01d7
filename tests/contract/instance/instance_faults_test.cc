#include <csignal>

#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/instance/instance_world.h"

namespace nexus::instance {
namespace {

using scheduler::v1::Guest;
using testing::Eventually;
using testing::HasCode;
using testing::IsOk;
using ::testing::SizeIs;
using type::v1::Task;
using v1::Instance;

class InstanceFaultsTest : public InstanceContractTest {
 protected:
  // Starts the service again after it died where it was told to.
  void Recover() {
    ASSERT_EQ(world_->process().Wait(), -SIGKILL);
    world_->process().Start();
    ASSERT_TRUE(Eventually([&] { return List().ok(); }));
  }

  // How often the audit trail will say that a call on this resource was done.
  static int CountRecords(const std::string& resource) {
    int count = 0;
    EXPECT_THAT(world_->stores().pool().InTransaction([&](db::Transaction& tx) {
      count = tx.Exec(
                    "SELECT count(*) FROM events WHERE type = 'nexus.events.v1.Called' "
                    "AND outcome = 'ok' AND actor LIKE 'users/%' AND subject = $1",
                    resource)[0][0]
                  .as<int>();
      return absl::OkStatus();
    }),
                IsOk());
    return count;
  }
};

// A create dies at one line, and ends as one machine that is paid for once.
class CreateCrashTest : public InstanceFaultsTest,
                        public ::testing::WithParamInterface<std::string> {};

TEST_P(CreateCrashTest, MakesOneMachineWhereverItDies) {
  world_->process().CrashAt(GetParam());
  EXPECT_THAT(Create("web-1", "r1"), HasCode(absl::StatusCode::kUnavailable));
  Recover();

  ASSERT_TRUE(Eventually([&] { return Create("web-1", "r1").ok(); }));
  const std::string name = Create("web-1", "r1")->instance().name();
  EXPECT_TRUE(Eventually([&] { return world_->scheduler().TasksOn(name).size() == 1; }));
  EXPECT_EQ(world_->billing().CountHolds(project_), 1);
  EXPECT_THAT(List()->instances(), SizeIs(1));
  EXPECT_EQ(CountRecords(name), 1);
  EndNewestTask(name, Task::SUCCEEDED, Guest::RUNNING);
  EXPECT_TRUE(ComesToBe(name, Instance::RUNNING));
}

INSTANTIATE_TEST_SUITE_P(Lines, CreateCrashTest,
                         ::testing::Values("instance.after_reserving",
                                           "instance.after_reserve_funds",
                                           "instance.after_provisioning", "instance.after_enqueue",
                                           "instance.before_answer"),
                         [](const auto& point) {
                           return point.param.substr(point.param.find('.') + 1);
                         });

TEST_F(InstanceFaultsTest, HandsAVerbOverWhenItDiesBeforeThat) {
  const Instance running = Running("web-1");
  world_->process().CrashAt("instance.after_verb");
  EXPECT_THAT(Stop(running.name(), "s1"), HasCode(absl::StatusCode::kUnavailable));
  Recover();

  EXPECT_TRUE(Eventually([&] { return world_->scheduler().TasksOn(running.name()).size() == 2; }));
  const auto repeat = Stop(running.name(), "s1");
  ASSERT_THAT(repeat, IsOk());
  EXPECT_EQ(repeat->name(),
            project_ + "/tasks/" + world_->scheduler().TasksOn(running.name()).back().id());
}

TEST_F(InstanceFaultsTest, WorksInTwoReplicasAtOnce) {
  const auto replica = world_->AnotherProcess();
  replica->Start();
  const auto other = testing::ChannelAs("gateway", "instance", replica->internal_port());
  const auto create_there = [&](const std::string& name, const std::string& request_id) {
    return Call(&v1::InstanceService::Stub::CreateInstance, Wanting(name, request_id), Member(),
                other);
  };

  const auto here = Create("web-1", "r1");
  ASSERT_THAT(here, IsOk());
  EXPECT_EQ(create_there("web-1", "r1")->instance().name(), here->instance().name());
  world_->billing().SetAway(true);
  EXPECT_THAT(create_there("web-2", "r2"), HasCode(absl::StatusCode::kUnavailable));
  world_->billing().SetAway(false);
  EXPECT_TRUE(Eventually([&] { return Create("web-2", "r2").ok(); }));
  const std::string second = Create("web-2", "r2")->instance().name();
  EXPECT_TRUE(Eventually([&] { return world_->scheduler().TasksOn(second).size() == 1; }));
  EXPECT_EQ(world_->billing().CountHolds(project_), 2);
  EXPECT_EQ(replica->Stop(), 0);
  EXPECT_THAT(replica->error_lines(), ::testing::IsEmpty());
}

TEST_F(InstanceFaultsTest, EndsCleanlyWhenAskedTo) {
  EXPECT_EQ(world_->process().Stop(), 0);
  world_->process().Start();
  EXPECT_TRUE(Eventually([&] { return Create("web-1", "r1").ok(); }));
}

}  // namespace
}  // namespace nexus::instance

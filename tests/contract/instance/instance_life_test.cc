#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/instance/instance_world.h"

namespace nexus::instance {
namespace {

using scheduler::v1::Guest;
using ::testing::ElementsAre;
using testing::Eventually;
using testing::Fails;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::RunInParallel;
using ::testing::SizeIs;
using type::v1::Task;
using v1::Instance;

using InstanceLifeTest = InstanceContractTest;

TEST_F(InstanceLifeTest, MakesRunsStopsStartsAndDeletes) {
  const Instance made = Running("web-1");
  EXPECT_EQ(world_->billing().CountHolds(project_), 1);

  ASSERT_THAT(Stop(made.name()), IsOk());
  EndNewestTask(made.name(), Task::SUCCEEDED, Guest::STOPPED);
  ASSERT_TRUE(ComesToBe(made.name(), Instance::STOPPED));
  ASSERT_THAT(Start(made.name()), IsOk());
  EndNewestTask(made.name(), Task::SUCCEEDED, Guest::RUNNING);
  ASSERT_TRUE(ComesToBe(made.name(), Instance::RUNNING));
  const auto task = Delete(made.name());
  ASSERT_THAT(task, IsOk());
  EXPECT_EQ(task->kind(), "delete");
  EndNewestTask(made.name(), Task::SUCCEEDED, Guest::ABSENT);
  ASSERT_TRUE(ComesToBe(made.name(), Instance::DELETED));
  EXPECT_EQ(Get(made.name())->ipv4_address(), "");
  EXPECT_THAT(List()->instances(), IsEmpty());
}

TEST_F(InstanceLifeTest, GivesTheWorkerAllItNeeds) {
  const auto made = Create("web-1");
  ASSERT_THAT(made, IsOk());
  const auto tasks = world_->scheduler().TasksOn(made->instance().name());
  ASSERT_THAT(tasks, SizeIs(1));
  EXPECT_EQ(made->instance().task(), project_ + "/tasks/" + tasks[0].id());
  EXPECT_EQ(tasks[0].kind(), "create");
  EXPECT_EQ(tasks[0].cluster(), "clusters/demo");
  const auto& guest = tasks[0].guest();
  EXPECT_EQ(guest.hostname(), "web-1");
  EXPECT_EQ(guest.image(), "images/debian-12");
  EXPECT_EQ(guest.user(), "debian");
  EXPECT_THAT(guest.ssh_keys(), SizeIs(1));
  EXPECT_EQ(guest.memory_mib(), 1024);
  EXPECT_EQ(guest.ipv4_address(), made->instance().ipv4_address());
  EXPECT_EQ(guest.ipv4_prefix(), 24);
  EXPECT_EQ(guest.ipv4_gateway(), "10.0.0.1");
  EXPECT_THAT(guest.dns_servers(), ElementsAre("9.9.9.9", "1.1.1.1"));
  EXPECT_EQ(guest.bridge(), "vmbr0");
  EXPECT_EQ(guest.vlan(), 7);
}

TEST_F(InstanceLifeTest, RefusesAndLeavesNothingWithoutMoney) {
  world_->billing().MakePoor(project_);
  EXPECT_THAT(Create("web-1"), Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
  EXPECT_THAT(List()->instances(), IsEmpty());
  EXPECT_EQ(world_->billing().CountHolds(project_), 0);
}

TEST_F(InstanceLifeTest, AnswersThePriceOfADryRun) {
  auto request = Wanting("web-1");
  request.set_validate_only(true);
  const auto answer = Create(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->instance().setup_fee().micros(), 10'000'000);
  EXPECT_EQ(answer->instance().hour_price().micros(), 6'900);
  EXPECT_FALSE(answer->has_task());
  EXPECT_THAT(List()->instances(), IsEmpty());
}

TEST_F(InstanceLifeTest, SaysWhatIsWrongWithAnOrder) {
  const auto with = [&](auto edit) {
    auto request = Wanting("web-1");
    edit(*request.mutable_instance());
    return Create(request);
  };
  EXPECT_THAT(with([](Instance& it) { it.set_display_name("Web 1"); }),
              Fails(absl::StatusCode::kInvalidArgument, "DISPLAY_NAME_INVALID"));
  EXPECT_THAT(with([](Instance& it) { it.set_ssh_keys(0, "hello"); }),
              Fails(absl::StatusCode::kInvalidArgument, "SSH_KEY_INVALID"));
  EXPECT_THAT(with([](Instance& it) { it.set_plan("plans/none"); }),
              Fails(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND"));
  EXPECT_THAT(with([](Instance& it) { it.set_image("images/none"); }),
              Fails(absl::StatusCode::kNotFound, "IMAGE_NOT_FOUND"));
  ASSERT_THAT(Create("web-1"), IsOk());
  EXPECT_THAT(Create("web-1"), Fails(absl::StatusCode::kAlreadyExists, "NAME_TAKEN"));
}

TEST_F(InstanceLifeTest, AnswersARepeatLikeTheFirstAlsoAtTheSameTime) {
  const auto answers =
      RunInParallel(/*threads=*/4, /*each=*/1, [&] { return Create("web-1", "the-same"); });
  std::vector<std::string> names;
  for (const auto& answer : answers) {
    if (answer.ok()) {
      names.push_back(answer->instance().name());
    } else {
      EXPECT_THAT(answer, HasReason("REQUEST_IN_PROGRESS"));
    }
  }
  ASSERT_FALSE(names.empty());
  EXPECT_THAT(names, ::testing::Each(names[0]));
  EXPECT_EQ(Create("web-1", "the-same")->instance().name(), names[0]);
  EXPECT_THAT(List()->instances(), SizeIs(1));
  EXPECT_EQ(world_->billing().CountHolds(project_), 1);
  EXPECT_THAT(Create("web-2", "the-same"),
              Fails(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(InstanceLifeTest, RepeatsAVerbOnce) {
  const Instance running = Running("web-1");
  const auto first = Stop(running.name(), "stop-1");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(Stop(running.name(), "stop-1")->name(), first->name());
  EXPECT_THAT(Stop(running.name()),
              Fails(absl::StatusCode::kFailedPrecondition, "ACTION_NOT_ALLOWED"));
  EXPECT_THAT(world_->scheduler().TasksOn(running.name()), SizeIs(2));
}

TEST_F(InstanceLifeTest, SaysWhatIsAllowed) {
  const Instance running = Running("web-1");
  std::map<std::string, bool> allowed;
  for (const auto& action : running.allowed_actions()) {
    allowed[action.action()] = action.allowed();
    EXPECT_EQ(action.reason().empty(), action.allowed());
  }
  EXPECT_EQ(allowed,
            (std::map<std::string, bool>{{"start", false}, {"stop", true}, {"delete", true}}));
}

TEST_F(InstanceLifeTest, RefundsAFailedCreate) {
  const auto made = Create("web-1");
  ASSERT_THAT(made, IsOk());
  const std::string name = made->instance().name();
  EndNewestTask(name, Task::FAILED, Guest::ABSENT);
  ASSERT_TRUE(ComesToBe(name, Instance::FAILED));
  EXPECT_EQ(Get(name)->error().reason(), "HYPERVISOR_FAILED");
  EXPECT_EQ(Get(name)->ipv4_address(), "");
  EXPECT_TRUE(Eventually([&] { return world_->billing().CountHolds(project_) == 0; }));
}

TEST_F(InstanceLifeTest, ClosesTheCreateWhenItIsDeletedEarly) {
  const auto made = Create("web-1");
  ASSERT_THAT(made, IsOk());
  const std::string name = made->instance().name();
  const auto create = world_->scheduler().TasksOn(name).at(0);
  ASSERT_THAT(Delete(name), IsOk());
  EXPECT_TRUE(world_->scheduler().IsCancelled(create.id()));
  EXPECT_EQ(world_->billing().CountHolds(project_), 0);

  world_->EndTask(create, Task::SUCCEEDED, Guest::RUNNING);  // Too late.
  EndNewestTask(name, Task::SUCCEEDED, Guest::ABSENT);
  EXPECT_TRUE(ComesToBe(name, Instance::DELETED));
}

TEST_F(InstanceLifeTest, GoesOnByItselfWhenBillingIsAway) {
  world_->billing().SetAway(true);
  EXPECT_THAT(Create("web-1", "r1"), Fails(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));
  EXPECT_EQ(List()->instances(0).state(), Instance::RESERVING);
  EXPECT_THAT(Create("web-1", "r1"), HasReason("REQUEST_IN_PROGRESS"));

  world_->billing().SetAway(false);
  EXPECT_TRUE(ComesToBe(List()->instances(0).name(), Instance::PROVISIONING));
  EXPECT_THAT(Create("web-1", "r1"), IsOk());
  EXPECT_EQ(world_->billing().CountHolds(project_), 1);
}

}  // namespace
}  // namespace nexus::instance

#include "tests/contract/instance/instance_world.h"

#include <gmock/gmock.h>

#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"

namespace nexus::instance {

using testing::Eventually;
using testing::IsOk;

InstanceWorld::InstanceWorld() : process_(AnotherProcess()) {
  AddCatalog(stores_);
  AddPool(stores_, "demo", "10.0.0.0/24", "10.0.0.1");
  process_->Start();
  gateway_ = testing::ChannelAs("gateway", "instance", process_->internal_port());
}

std::unique_ptr<testing::ServiceProcess> InstanceWorld::AnotherProcess() {
  const std::map<std::string, std::string> settings = {
      {"NEXUS_AUTH_TARGET", auth_.target()},
      {"NEXUS_BILLING_TARGET", billing_server_.target()},
      {"NEXUS_SCHEDULER_TARGET", scheduler_server_.target()},
      {"NEXUS_INSTANCE_DATABASE", stores_.database().connection()},
      {"NEXUS_INSTANCE_OWNER_DATABASE", stores_.database().owner_connection()},
      {"NEXUS_INSTANCE_SWEEP_PERIOD", "100ms"},
      {"NEXUS_INSTANCE_SWEEP_PATIENCE", "300ms"}};
  return std::make_unique<testing::ServiceProcess>("instance", NEXUS_INSTANCE_BINARY, settings);
}

void InstanceWorld::EndTask(const scheduler::v1::EnqueueTaskRequest& task,
                            type::v1::Task::State state, scheduler::v1::Guest::Power power) {
  const std::string project = task.instance().substr(0, task.instance().find("/instances/"));
  scheduler::v1::TaskChanged changed;
  changed.mutable_task()->set_name(project + "/tasks/" + task.id());
  changed.mutable_task()->set_kind(task.kind());
  changed.mutable_task()->set_target(task.instance());
  changed.mutable_task()->set_state(state);
  if (state != type::v1::Task::SUCCEEDED) {
    changed.mutable_task()->mutable_error()->set_reason("HYPERVISOR_FAILED");
    changed.mutable_task()->mutable_error()->set_message("The disk is full.");
  }
  changed.mutable_guest()->set_power(power);
  scheduler_server_.Announce(changed.task().name(), changed);
}

std::unique_ptr<InstanceWorld> InstanceContractTest::world_;

void InstanceContractTest::TearDownTestSuite() {
  EXPECT_EQ(world_->process().Stop(), 0);
  EXPECT_THAT(world_->process().error_lines(), ::testing::IsEmpty());
  EXPECT_THAT(world_->stores().pool().InTransaction([](db::Transaction& tx) {
    const auto residue = tx.Exec(R"sql(
      SELECT i.id, i.state FROM addresses a JOIN instances i ON i.id = a.instance_id
      WHERE i.state = 'DELETED' OR i.hidden)sql");
    EXPECT_EQ(residue.size(), 0U) << "an address belongs to what does not live";
    return absl::OkStatus();
  }),
              IsOk());
  world_.reset();
}

std::string InstanceContractTest::NewId() {
  static const SystemClock clock;
  static RandomIdSource ids(clock);
  return ids.NewId();
}

testing::Caller InstanceContractTest::Member() const {
  // A user of the test's own: request ids are a principal's.
  return {.user = "users/" + project_.substr(project_.find('/') + 1),
          .project = project_,
          .permissions = {"instances.get", "instances.list", "instances.create", "instances.delete",
                          "instances.start", "instances.stop"}};
}

testing::Caller InstanceContractTest::Administrator() {
  return {.user = "users/root",
          .project = "",
          .member = false,
          .global_permissions = {"admin.plans.create", "admin.images.create",
                                 "admin.addressPools.create", "admin.addressPools.list"}};
}

v1::CreateInstanceRequest InstanceContractTest::Wanting(const std::string& display_name,
                                                        const std::string& request_id) const {
  v1::CreateInstanceRequest request;
  request.set_parent(project_);
  request.mutable_instance()->set_display_name(display_name);
  request.mutable_instance()->set_plan("plans/small");
  request.mutable_instance()->set_image("images/debian-12");
  request.mutable_instance()->add_ssh_keys(
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS ada@home");
  request.set_request_id(request_id);
  return request;
}

absl::StatusOr<v1::CreateInstanceResponse> InstanceContractTest::Create(
    const std::string& display_name, const std::string& request_id) {
  return Create(Wanting(display_name, request_id));
}

absl::StatusOr<v1::CreateInstanceResponse> InstanceContractTest::Create(
    const v1::CreateInstanceRequest& request) {
  return Call(&v1::InstanceService::Stub::CreateInstance, request, Member());
}

absl::StatusOr<type::v1::Task> InstanceContractTest::Start(const std::string& name) {
  v1::StartInstanceRequest request;
  request.set_name(name);
  return Call(&v1::InstanceService::Stub::StartInstance, request, Member());
}

absl::StatusOr<type::v1::Task> InstanceContractTest::Stop(const std::string& name,
                                                          const std::string& request_id) {
  v1::StopInstanceRequest request;
  request.set_name(name);
  request.set_request_id(request_id);
  return Call(&v1::InstanceService::Stub::StopInstance, request, Member());
}

absl::StatusOr<type::v1::Task> InstanceContractTest::Delete(const std::string& name) {
  v1::DeleteInstanceRequest request;
  request.set_name(name);
  return Call(&v1::InstanceService::Stub::DeleteInstance, request, Member());
}

absl::StatusOr<v1::Instance> InstanceContractTest::Get(const std::string& name) {
  v1::GetInstanceRequest request;
  request.set_name(name);
  return Call(&v1::InstanceService::Stub::GetInstance, request, Member());
}

absl::StatusOr<v1::ListInstancesResponse> InstanceContractTest::List(int size,
                                                                     const std::string& token) {
  v1::ListInstancesRequest request;
  request.set_parent(project_);
  request.set_page_size(size);
  request.set_page_token(token);
  return Call(&v1::InstanceService::Stub::ListInstances, request, Member());
}

bool InstanceContractTest::ComesToBe(const std::string& name, v1::Instance::State state) {
  return Eventually([&] {
    const auto instance = Get(name);
    return instance.ok() && instance->state() == state;
  });
}

void InstanceContractTest::EndNewestTask(const std::string& name, type::v1::Task::State state,
                                         scheduler::v1::Guest::Power power) {
  const auto tasks = world_->scheduler().TasksOn(name);
  NEXUS_CHECK(!tasks.empty());
  world_->EndTask(tasks.back(), state, power);
}

v1::Instance InstanceContractTest::Running(const std::string& display_name) {
  const auto made = Create(display_name);
  NEXUS_CHECK(made.ok());
  EndNewestTask(made->instance().name(), type::v1::Task::SUCCEEDED, scheduler::v1::Guest::RUNNING);
  EXPECT_TRUE(ComesToBe(made->instance().name(), v1::Instance::RUNNING));
  return *Get(made->instance().name());
}

}  // namespace nexus::instance

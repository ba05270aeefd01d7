#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "libs/rpc/status.h"
#include "libs/testing/fake_auth.h"
#include "nexus/instance/v1/address_pool_service.grpc.pb.h"
#include "nexus/instance/v1/catalog_service.grpc.pb.h"
#include "nexus/instance/v1/instance_service.grpc.pb.h"
#include "services/instance/testing/postgres_stores.h"
#include "tests/contract/fake_event_source.h"
#include "tests/contract/instance/fake_neighbours.h"
#include "tests/contract/service_process.h"

namespace nexus::instance {

// The real instance service, with fakes for its neighbours and one database.
class InstanceWorld {
 public:
  InstanceWorld();

  testing::ServiceProcess& process() { return *process_; }
  PostgresStores& stores() { return stores_; }
  testing::FakeAuth& auth() { return auth_; }
  FakeBillingService& billing() { return billing_; }
  FakeSchedulerService& scheduler() { return scheduler_; }

  // The gateway's channel to the process under test.
  const std::shared_ptr<grpc::Channel>& gateway() { return gateway_; }

  // Announces that a task on `instance` ended so.
  void EndTask(const scheduler::v1::EnqueueTaskRequest& task, type::v1::Task::State state,
               scheduler::v1::Guest::Power power);

  // A process like the one under test.
  std::unique_ptr<testing::ServiceProcess> AnotherProcess();

 private:
  testing::FakeAuth auth_;
  FakeBillingService billing_;
  FakeSchedulerService scheduler_;
  testing::FakeEventSource billing_server_{"billing", {&billing_}};
  testing::FakeEventSource scheduler_server_{"scheduler", {&scheduler_}};
  PostgresStores stores_;
  std::unique_ptr<testing::ServiceProcess> process_;
  std::shared_ptr<grpc::Channel> gateway_;
};

// A test in a world that its suite shares, with a project of its own. The world
// has a plan, an image and a pool of addresses.
class InstanceContractTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { world_ = std::make_unique<InstanceWorld>(); }

  // No error in the log, a clean end, and no address with two instances or none that lives.
  static void TearDownTestSuite();

  // One call through the gateway's channel, as `caller` or as nobody.
  template <typename Stub, typename Request, typename Response>
  static absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                                       const Request& request,
                                       const std::optional<testing::Caller>& caller,
                                       const std::shared_ptr<grpc::Channel>& channel = nullptr) {
    Stub stub(channel == nullptr ? world_->gateway() : channel);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (caller) world_->auth().SignIn(context, *caller);
    Response response;
    const absl::Status status = rpc::FromGrpcStatus((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Who may do what it takes, in this test's project and for the installation.
  testing::Caller Member() const;
  static testing::Caller Administrator();

  v1::CreateInstanceRequest Wanting(const std::string& display_name,
                                    const std::string& request_id = {}) const;
  absl::StatusOr<v1::CreateInstanceResponse> Create(const std::string& display_name,
                                                    const std::string& request_id = {});
  absl::StatusOr<v1::CreateInstanceResponse> Create(const v1::CreateInstanceRequest& request);
  absl::StatusOr<type::v1::Task> Start(const std::string& name);
  absl::StatusOr<type::v1::Task> Stop(const std::string& name, const std::string& request_id = {});
  absl::StatusOr<type::v1::Task> Delete(const std::string& name);
  absl::StatusOr<v1::Instance> Get(const std::string& name);
  absl::StatusOr<v1::ListInstancesResponse> List(int size = 0, const std::string& token = {});

  // Whether the instance comes to be in this state.
  bool ComesToBe(const std::string& name, v1::Instance::State state);

  // The newest task on the instance ends so.
  void EndNewestTask(const std::string& name, type::v1::Task::State state,
                     scheduler::v1::Guest::Power power);

  // Makes an instance that runs.
  v1::Instance Running(const std::string& display_name);

  static std::string NewId();

  const std::string project_ = "projects/" + NewId();
  static std::unique_ptr<InstanceWorld> world_;
};

}  // namespace nexus::instance

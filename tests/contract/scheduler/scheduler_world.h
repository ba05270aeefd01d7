#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "libs/db/pool.h"
#include "libs/rpc/status.h"
#include "libs/testing/fake_auth.h"
#include "libs/testing/test_database.h"
#include "nexus/scheduler/v1/cluster_service.grpc.pb.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "nexus/scheduler/v1/queue_service.grpc.pb.h"
#include "nexus/scheduler/v1/scheduler_service.grpc.pb.h"
#include "nexus/scheduler/v1/task_service.grpc.pb.h"
#include "tests/contract/scheduler/simulator_process.h"
#include "tests/contract/service_process.h"

namespace nexus::scheduler {

// The real scheduler and the real simulator, with one cluster, `demo`.
class SchedulerWorld {
 public:
  SchedulerWorld();

  testing::ServiceProcess& process() { return *process_; }
  testing::SimulatorProcess& simulator() { return simulator_; }
  testing::FakeAuth& auth() { return auth_; }
  db::Pool& pool() { return pool_; }

  // Stubs as the instance service and the gateway have them.
  v1::SchedulerService::Stub& instance() { return *instance_; }
  v1::TaskService::Stub& tasks() { return *tasks_; }
  v1::ClusterService::Stub& clusters() { return *clusters_; }
  v1::QueueService::Stub& queue() { return *queue_; }

  // Another process on the same database.
  std::unique_ptr<testing::ServiceProcess> AnotherProcess();

  // The events of a task, in their order.
  std::vector<v1::TaskChanged> Changes(const std::string& task);

  v1::CreateClusterRequest ClusterRequest(const std::string& id);

 private:
  testing::FakeAuth auth_;
  testing::SimulatorProcess simulator_;
  testing::TestDatabase database_;
  db::Pool pool_;
  std::string key_file_;
  std::unique_ptr<testing::ServiceProcess> process_;
  std::unique_ptr<v1::SchedulerService::Stub> instance_;
  std::unique_ptr<v1::TaskService::Stub> tasks_;
  std::unique_ptr<v1::ClusterService::Stub> clusters_;
  std::unique_ptr<v1::QueueService::Stub> queue_;
};

// A test in a world that its suite shares, with an instance of its own.
class SchedulerContractTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite();

  // No error in the log, a clean end, foreign guests as they were, and no guest
  // or disk of ours that nobody knows.
  static void TearDownTestSuite();

  SchedulerContractTest();
  ~SchedulerContractTest() override;

  template <typename Stub, typename Request, typename Response>
  static absl::StatusOr<Response> Call(
      Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
      const Request& request, const std::optional<testing::Caller>& caller = {}) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.set_wait_for_ready(true);
    if (caller) world_->auth().SignIn(context, *caller);
    Response response;
    const absl::Status status = rpc::FromGrpcStatus((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  testing::Caller Member() const;
  static testing::Caller Administrator();
  static std::string NewId();

  v1::EnqueueTaskRequest TaskRequest(const std::string& kind) const;
  absl::StatusOr<type::v1::Task> Enqueue(const v1::EnqueueTaskRequest& request);
  absl::StatusOr<type::v1::Task> Cancel(const std::string& id);

  // The last change of a task that is over; fails the test when it is not in time.
  v1::TaskChanged AwaitEnd(const std::string& task);

  // Enqueues and awaits.
  v1::TaskChanged Run(const std::string& kind);

  // The guests with this test's instance in their mark.
  std::vector<nlohmann::json> OwnGuests() const;

  const std::string project_ = "projects/" + NewId();
  const std::string instance_id_ = NewId();
  const std::string instance_ = project_ + "/instances/" + instance_id_;

  static std::unique_ptr<SchedulerWorld> world_;
};

}  // namespace nexus::scheduler

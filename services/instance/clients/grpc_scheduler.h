#pragma once

#include <memory>

#include "nexus/scheduler/v1/scheduler_service.grpc.pb.h"
#include "services/instance/domain/scheduler.h"

namespace nexus::instance {

// The scheduler, over gRPC.
class GrpcScheduler : public Scheduler {
 public:
  explicit GrpcScheduler(const std::shared_ptr<grpc::ChannelInterface>& channel)
      : stub_(scheduler::v1::SchedulerService::NewStub(channel)) {}

  absl::StatusOr<std::string> ChooseCluster(const std::string& image, const Size& size) override;
  absl::Status EnqueueTask(const Instance& instance) override;
  absl::StatusOr<Cancelled> CancelCreate(const Instance& instance) override;

 private:
  const std::unique_ptr<scheduler::v1::SchedulerService::Stub> stub_;
};

}  // namespace nexus::instance

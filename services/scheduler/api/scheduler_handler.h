#pragma once

#include "libs/rpc/serve.h"
#include "nexus/scheduler/v1/scheduler_service.grpc.pb.h"
#include "services/scheduler/domain/scheduling.h"
#include "services/scheduler/work/workers.h"

namespace nexus::scheduler {

class SchedulerHandler : public v1::SchedulerService::CallbackService {
 public:
  // `workers` are woken at once when something came for them here; those of other
  // processes hear of it by notification.
  SchedulerHandler(rpc::Serve& serve, Scheduling& scheduling, Workers& workers);

  grpc::ServerUnaryReactor* ChooseCluster(grpc::CallbackServerContext* context,
                                          const v1::ChooseClusterRequest* request,
                                          v1::ChooseClusterResponse* response) override;
  grpc::ServerUnaryReactor* EnqueueTask(grpc::CallbackServerContext* context,
                                        const v1::EnqueueTaskRequest* request,
                                        type::v1::Task* response) override;
  grpc::ServerUnaryReactor* CancelTask(grpc::CallbackServerContext* context,
                                       const v1::CancelTaskRequest* request,
                                       type::v1::Task* response) override;

 private:
  rpc::Serve& serve_;
  Scheduling& scheduling_;
  Workers& workers_;
};

}  // namespace nexus::scheduler

#include "services/scheduler/api/scheduler_handler.h"

#include "libs/base/status.h"
#include "services/scheduler/domain/cluster.h"
#include "services/scheduler/domain/task_view.h"

namespace nexus::scheduler {

SchedulerHandler::SchedulerHandler(rpc::Serve& serve, Scheduling& scheduling, Workers& workers)
    : serve_(serve), scheduling_(scheduling), workers_(workers) {}

grpc::ServerUnaryReactor* SchedulerHandler::ChooseCluster(grpc::CallbackServerContext* context,
                                                          const v1::ChooseClusterRequest* request,
                                                          v1::ChooseClusterResponse* response) {
  return serve_.Unary<v1::SchedulerService>(
      *context, "ChooseCluster", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto id, scheduling_.ChooseCluster(call.request));
        call.response.set_cluster(ClusterName(id));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* SchedulerHandler::EnqueueTask(grpc::CallbackServerContext* context,
                                                        const v1::EnqueueTaskRequest* request,
                                                        type::v1::Task* response) {
  return serve_.Unary<v1::SchedulerService>(
      *context, "EnqueueTask", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto task, scheduling_.Enqueue(call.request));
        workers_.Wake();
        call.response = ViewOf(task);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* SchedulerHandler::CancelTask(grpc::CallbackServerContext* context,
                                                       const v1::CancelTaskRequest* request,
                                                       type::v1::Task* response) {
  return serve_.Unary<v1::SchedulerService>(
      *context, "CancelTask", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto task, scheduling_.Cancel(call.request));
        workers_.Wake();
        call.response = ViewOf(task);
        return absl::OkStatus();
      });
}

}  // namespace nexus::scheduler

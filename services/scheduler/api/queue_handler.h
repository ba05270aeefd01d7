#pragma once

#include "libs/rpc/serve.h"
#include "nexus/scheduler/v1/queue_service.grpc.pb.h"
#include "services/scheduler/domain/queue_desk.h"

namespace nexus::scheduler {

class QueueHandler : public v1::QueueService::CallbackService {
 public:
  QueueHandler(rpc::Serve& serve, QueueDesk& desk) : serve_(serve), desk_(desk) {}

  grpc::ServerUnaryReactor* ListQueueTasks(grpc::CallbackServerContext* context,
                                           const v1::ListQueueTasksRequest* request,
                                           v1::ListQueueTasksResponse* response) override;
  grpc::ServerUnaryReactor* ExplainTask(grpc::CallbackServerContext* context,
                                        const v1::ExplainTaskRequest* request,
                                        v1::ExplainTaskResponse* response) override;
  grpc::ServerUnaryReactor* GetQueueStats(grpc::CallbackServerContext* context,
                                          const v1::GetQueueStatsRequest* request,
                                          v1::QueueStats* response) override;
  grpc::ServerUnaryReactor* RetryTasks(grpc::CallbackServerContext* context,
                                       const v1::RetryTasksRequest* request,
                                       v1::RetryTasksResponse* response) override;
  grpc::ServerUnaryReactor* GiveUpTask(grpc::CallbackServerContext* context,
                                       const v1::GiveUpTaskRequest* request,
                                       v1::QueueTask* response) override;
  grpc::ServerUnaryReactor* ListPauses(grpc::CallbackServerContext* context,
                                       const v1::ListPausesRequest* request,
                                       v1::ListPausesResponse* response) override;
  grpc::ServerUnaryReactor* CreatePause(grpc::CallbackServerContext* context,
                                        const v1::CreatePauseRequest* request,
                                        v1::Pause* response) override;
  grpc::ServerUnaryReactor* DeletePause(grpc::CallbackServerContext* context,
                                        const v1::DeletePauseRequest* request,
                                        google::protobuf::Empty* response) override;

 private:
  absl::Status List(const v1::ListQueueTasksRequest& request, v1::ListQueueTasksResponse& response);
  absl::Status Pauses(const v1::ListPausesRequest& request, v1::ListPausesResponse& response);

  rpc::Serve& serve_;
  QueueDesk& desk_;
};

}  // namespace nexus::scheduler

#pragma once

#include "libs/rpc/serve.h"
#include "nexus/scheduler/v1/task_service.grpc.pb.h"
#include "services/scheduler/domain/scheduling.h"

namespace nexus::scheduler {

class TaskHandler : public v1::TaskService::CallbackService {
 public:
  TaskHandler(rpc::Serve& serve, Scheduling& scheduling);

  grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* context,
                                    const v1::GetTaskRequest* request,
                                    type::v1::Task* response) override;
  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context,
                                      const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* response) override;

  grpc::ServerUnaryReactor* CancelTask(grpc::CallbackServerContext* context,
                                       const v1::CancelProjectTaskRequest* request,
                                       type::v1::Task* response) override;

 private:
  absl::Status List(const v1::ListTasksRequest& request, v1::ListTasksResponse& response);

  rpc::Serve& serve_;
  Scheduling& scheduling_;
};

}  // namespace nexus::scheduler

#include "services/scheduler/api/task_handler.h"

#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "libs/rpc/resource_name.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/task_view.h"

namespace nexus::scheduler {

TaskHandler::TaskHandler(rpc::Serve& serve, Scheduling& scheduling)
    : serve_(serve), scheduling_(scheduling) {}

grpc::ServerUnaryReactor* TaskHandler::GetTask(grpc::CallbackServerContext* context,
                                               const v1::GetTaskRequest* request,
                                               type::v1::Task* response) {
  return serve_.Unary<v1::TaskService>(
      *context, "GetTask", *request, *response, [this](const auto& call) -> absl::Status {
        const std::string& name = call.request.name();
        const auto id = rpc::Segment(name, "projects/*/tasks/*", 1);
        if (!id) return TaskNotFound(name);
        NEXUS_ASSIGN_OR_RETURN(const auto task, scheduling_.Get(rpc::ProjectOf(name), *id));
        call.response = ViewOf(task);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* TaskHandler::ListTasks(grpc::CallbackServerContext* context,
                                                 const v1::ListTasksRequest* request,
                                                 v1::ListTasksResponse* response) {
  return serve_.Unary<v1::TaskService>(
      *context, "ListTasks", *request, *response,
      [this](const auto& call) { return List(call.request, call.response); });
}

absl::Status TaskHandler::List(const v1::ListTasksRequest& request,
                               v1::ListTasksResponse& response) {
  NEXUS_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
  NEXUS_ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(request));
  // One more than the page tells whether it is the last.
  NEXUS_ASSIGN_OR_RETURN(const auto tasks, scheduling_.List({.tenant = request.parent(),
                                                             .serial_key = request.target(),
                                                             .before_id = last,
                                                             .limit = page_size + 1}));
  for (const queue::Task& task : tasks) {
    if (response.tasks_size() == page_size) {
      response.set_next_page_token(rpc::MakePageToken(request, tasks[page_size - 1].id));
      break;
    }
    *response.add_tasks() = ViewOf(task);
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* TaskHandler::CancelTask(grpc::CallbackServerContext* context,
                                                  const v1::CancelProjectTaskRequest* request,
                                                  type::v1::Task* response) {
  return serve_.Unary<v1::TaskService>(
      *context, "CancelTask", *request, *response, [this](const auto& call) -> absl::Status {
        const std::string& name = call.request.name();
        const auto id = rpc::Segment(name, "projects/*/tasks/*", 1);
        if (!id) return TaskNotFound(name);
        NEXUS_ASSIGN_OR_RETURN(const auto task, scheduling_.CancelOf(rpc::ProjectOf(name), *id));
        call.response = ViewOf(task);
        return absl::OkStatus();
      });
}

}  // namespace nexus::scheduler

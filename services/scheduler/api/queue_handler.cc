#include "services/scheduler/api/queue_handler.h"

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "libs/rpc/page_token.h"

namespace nexus::scheduler {
namespace {

// The last segment of a name: what lists are ordered by.
std::string LastSegment(const std::string& name) { return name.substr(name.rfind('/') + 1); }

}  // namespace

grpc::ServerUnaryReactor* QueueHandler::ListQueueTasks(grpc::CallbackServerContext* context,
                                                       const v1::ListQueueTasksRequest* request,
                                                       v1::ListQueueTasksResponse* response) {
  return serve_.Unary<v1::QueueService>(
      *context, "ListQueueTasks", *request, *response,
      [this](const auto& call) { return List(call.request, call.response); });
}

absl::Status QueueHandler::List(const v1::ListQueueTasksRequest& request,
                                v1::ListQueueTasksResponse& response) {
  NEXUS_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
  NEXUS_ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(request));
  // One more than the page tells whether it is the last.
  NEXUS_ASSIGN_OR_RETURN(auto tasks, desk_.List(request, last, page_size + 1));
  for (v1::QueueTask& task : tasks) {
    if (response.tasks_size() == page_size) {
      const std::string& name = response.tasks(page_size - 1).task().name();
      response.set_next_page_token(rpc::MakePageToken(request, LastSegment(name)));
      break;
    }
    *response.add_tasks() = std::move(task);
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* QueueHandler::ExplainTask(grpc::CallbackServerContext* context,
                                                    const v1::ExplainTaskRequest* request,
                                                    v1::ExplainTaskResponse* response) {
  return serve_.Unary<v1::QueueService>(
      *context, "ExplainTask", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(call.response, desk_.Explain(call.request.name()));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* QueueHandler::GetQueueStats(grpc::CallbackServerContext* context,
                                                      const v1::GetQueueStatsRequest* request,
                                                      v1::QueueStats* response) {
  return serve_.Unary<v1::QueueService>(*context, "GetQueueStats", *request, *response,
                                        [this](const auto& call) -> absl::Status {
                                          NEXUS_ASSIGN_OR_RETURN(call.response, desk_.Stats());
                                          return absl::OkStatus();
                                        });
}

grpc::ServerUnaryReactor* QueueHandler::RetryTasks(grpc::CallbackServerContext* context,
                                                   const v1::RetryTasksRequest* request,
                                                   v1::RetryTasksResponse* response) {
  return serve_.Unary<v1::QueueService>(
      *context, "RetryTasks", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(call.response, desk_.Retry(call.request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* QueueHandler::GiveUpTask(grpc::CallbackServerContext* context,
                                                   const v1::GiveUpTaskRequest* request,
                                                   v1::QueueTask* response) {
  return serve_.Unary<v1::QueueService>(
      *context, "GiveUpTask", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(call.response, desk_.GiveUp(call.request.name()));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* QueueHandler::ListPauses(grpc::CallbackServerContext* context,
                                                   const v1::ListPausesRequest* request,
                                                   v1::ListPausesResponse* response) {
  return serve_.Unary<v1::QueueService>(
      *context, "ListPauses", *request, *response,
      [this](const auto& call) { return Pauses(call.request, call.response); });
}

absl::Status QueueHandler::Pauses(const v1::ListPausesRequest& request,
                                  v1::ListPausesResponse& response) {
  NEXUS_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
  NEXUS_ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(request));
  NEXUS_ASSIGN_OR_RETURN(auto pauses, desk_.Pauses(last, page_size + 1));
  for (v1::Pause& pause : pauses) {
    if (response.pauses_size() == page_size) {
      const std::string& name = response.pauses(page_size - 1).name();
      response.set_next_page_token(rpc::MakePageToken(request, LastSegment(name)));
      break;
    }
    *response.add_pauses() = std::move(pause);
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* QueueHandler::CreatePause(grpc::CallbackServerContext* context,
                                                    const v1::CreatePauseRequest* request,
                                                    v1::Pause* response) {
  return serve_.Unary<v1::QueueService>(
      *context, "CreatePause", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(call.response,
                               desk_.Pause(call.request.pause(), CurrentCall().actor));
        MutableCurrentCall().resource = call.response.name();
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* QueueHandler::DeletePause(grpc::CallbackServerContext* context,
                                                    const v1::DeletePauseRequest* request,
                                                    google::protobuf::Empty* response) {
  return serve_.Unary<v1::QueueService>(
      *context, "DeletePause", *request, *response,
      [this](const auto& call) { return desk_.Resume(call.request.name()); });
}

}  // namespace nexus::scheduler

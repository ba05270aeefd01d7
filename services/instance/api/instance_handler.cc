#include "services/instance/api/instance_handler.h"

#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "services/instance/api/convert.h"
#include "services/instance/domain/public_view.h"

namespace nexus::instance {
namespace {

CreateInstance OrderFrom(const v1::CreateInstanceRequest& request) {
  const v1::Instance& wanted = request.instance();
  return {.project = request.parent(),
          .display_name = wanted.display_name(),
          .plan = wanted.plan(),
          .image = wanted.image(),
          .ssh_keys = {wanted.ssh_keys().begin(), wanted.ssh_keys().end()}};
}

}  // namespace

grpc::ServerUnaryReactor* InstanceHandler::GetInstance(grpc::CallbackServerContext* context,
                                                       const v1::GetInstanceRequest* request,
                                                       v1::Instance* response) {
  return serve_.Unary<v1::InstanceService>(
      *context, "GetInstance", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto name, ParseInstanceName(call.request.name()));
        NEXUS_ASSIGN_OR_RETURN(const Instance instance, store_.Get(name));
        call.response = ToProto(instance);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* InstanceHandler::ListInstances(grpc::CallbackServerContext* context,
                                                         const v1::ListInstancesRequest* request,
                                                         v1::ListInstancesResponse* response) {
  return serve_.Unary<v1::InstanceService>(
      *context, "ListInstances", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const std::string after, rpc::LastKeyOf(call.request));
        // One more than a page tells whether there is another.
        NEXUS_ASSIGN_OR_RETURN(auto page, store_.List(call.request.parent(), after, size + 1));
        if (static_cast<int>(page.size()) > size) {
          page.pop_back();
          call.response.set_next_page_token(rpc::MakePageToken(call.request, page.back().name.id));
        }
        for (const Instance& instance : page) *call.response.add_instances() = ToProto(instance);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* InstanceHandler::CreateInstance(grpc::CallbackServerContext* context,
                                                          const v1::CreateInstanceRequest* request,
                                                          v1::CreateInstanceResponse* response) {
  return serve_.Steps<v1::InstanceService>(
      *context, "CreateInstance", *request, *response, [this](const auto& call) -> absl::Status {
        const auto order = OrderFrom(call.request);
        NEXUS_ASSIGN_OR_RETURN(call.response, call.request.validate_only()
                                                  ? creation_.Validate(order)
                                                  : creation_.Create(order));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* InstanceHandler::DeleteInstance(grpc::CallbackServerContext* context,
                                                          const v1::DeleteInstanceRequest* request,
                                                          type::v1::Task* response) {
  return serve_.Steps<v1::InstanceService>(
      *context, "DeleteInstance", *request, *response,
      [this](const auto& call) { return Run(Verb::kDelete, call.request.name(), call.response); });
}

grpc::ServerUnaryReactor* InstanceHandler::StartInstance(grpc::CallbackServerContext* context,
                                                         const v1::StartInstanceRequest* request,
                                                         type::v1::Task* response) {
  return serve_.Steps<v1::InstanceService>(
      *context, "StartInstance", *request, *response,
      [this](const auto& call) { return Run(Verb::kStart, call.request.name(), call.response); });
}

grpc::ServerUnaryReactor* InstanceHandler::StopInstance(grpc::CallbackServerContext* context,
                                                        const v1::StopInstanceRequest* request,
                                                        type::v1::Task* response) {
  return serve_.Steps<v1::InstanceService>(
      *context, "StopInstance", *request, *response,
      [this](const auto& call) { return Run(Verb::kStop, call.request.name(), call.response); });
}

absl::Status InstanceHandler::Run(Verb verb, const std::string& name, type::v1::Task& response) {
  NEXUS_ASSIGN_OR_RETURN(const auto parsed, ParseInstanceName(name));
  NEXUS_ASSIGN_OR_RETURN(response, verbs_.Run(verb, parsed));
  return absl::OkStatus();
}

}  // namespace nexus::instance

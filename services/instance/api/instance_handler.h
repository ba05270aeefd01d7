#pragma once

#include "libs/rpc/serve.h"
#include "nexus/instance/v1/instance_service.grpc.pb.h"
#include "services/instance/domain/create_instance.h"
#include "services/instance/domain/instance_verbs.h"

namespace nexus::instance {

// InstanceService.
class InstanceHandler : public v1::InstanceService::CallbackService {
 public:
  InstanceHandler(rpc::Serve& serve, InstanceStore& store, InstanceCreation& creation,
                  InstanceVerbs& verbs)
      : serve_(serve), store_(store), creation_(creation), verbs_(verbs) {}

  grpc::ServerUnaryReactor* GetInstance(grpc::CallbackServerContext* context,
                                        const v1::GetInstanceRequest* request,
                                        v1::Instance* response) override;
  grpc::ServerUnaryReactor* ListInstances(grpc::CallbackServerContext* context,
                                          const v1::ListInstancesRequest* request,
                                          v1::ListInstancesResponse* response) override;
  grpc::ServerUnaryReactor* CreateInstance(grpc::CallbackServerContext* context,
                                           const v1::CreateInstanceRequest* request,
                                           v1::CreateInstanceResponse* response) override;
  grpc::ServerUnaryReactor* DeleteInstance(grpc::CallbackServerContext* context,
                                           const v1::DeleteInstanceRequest* request,
                                           type::v1::Task* response) override;
  grpc::ServerUnaryReactor* StartInstance(grpc::CallbackServerContext* context,
                                          const v1::StartInstanceRequest* request,
                                          type::v1::Task* response) override;
  grpc::ServerUnaryReactor* StopInstance(grpc::CallbackServerContext* context,
                                         const v1::StopInstanceRequest* request,
                                         type::v1::Task* response) override;

 private:
  absl::Status Run(Verb verb, const std::string& name, type::v1::Task& response);

  rpc::Serve& serve_;
  InstanceStore& store_;
  InstanceCreation& creation_;
  InstanceVerbs& verbs_;
};

}  // namespace nexus::instance

#pragma once

#include "libs/rpc/serve.h"
#include "nexus/auth/v1/user_service.grpc.pb.h"
#include "services/auth/domain/accounts.h"

namespace nexus::auth {

// UserService over gRPC. Thread-safe.
class UserHandler : public v1::UserService::CallbackService {
 public:
  UserHandler(rpc::Serve& serve, Accounts& accounts) : serve_(serve), accounts_(accounts) {}

  grpc::ServerUnaryReactor* ListUsers(grpc::CallbackServerContext* context,
                                      const v1::ListUsersRequest* request,
                                      v1::ListUsersResponse* response) override;

 private:
  rpc::Serve& serve_;
  Accounts& accounts_;
};

}  // namespace nexus::auth

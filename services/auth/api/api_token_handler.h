#pragma once

#include "libs/rpc/serve.h"
#include "nexus/auth/v1/api_token_service.grpc.pb.h"
#include "services/auth/domain/api_tokens.h"

namespace nexus::auth {

// ApiTokenService over gRPC. Thread-safe.
class ApiTokenHandler : public v1::ApiTokenService::CallbackService {
 public:
  ApiTokenHandler(rpc::Serve& serve, ApiTokens& tokens) : serve_(serve), tokens_(tokens) {}

  grpc::ServerUnaryReactor* ListApiTokens(grpc::CallbackServerContext* context,
                                          const v1::ListApiTokensRequest* request,
                                          v1::ListApiTokensResponse* response) override;
  grpc::ServerUnaryReactor* CreateApiToken(grpc::CallbackServerContext* context,
                                           const v1::CreateApiTokenRequest* request,
                                           v1::CreateApiTokenResponse* response) override;
  grpc::ServerUnaryReactor* RevokeApiToken(grpc::CallbackServerContext* context,
                                           const v1::RevokeApiTokenRequest* request,
                                           google::protobuf::Empty* response) override;

 private:
  rpc::Serve& serve_;
  ApiTokens& tokens_;
};

}  // namespace nexus::auth

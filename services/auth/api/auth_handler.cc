#include "services/auth/api/auth_handler.h"

#include "libs/base/call_context.h"
#include "libs/base/fault.h"
#include "libs/base/status.h"
#include "services/auth/api/to_proto.h"

namespace nexus::auth {

using v1::AuthService;

grpc::ServerUnaryReactor* AuthHandler::SignUp(grpc::CallbackServerContext* context,
                                              const v1::SignUpRequest* request,
                                              v1::SignUpResponse* response) {
  return parts_.slow_serve.Steps<AuthService>(
      *context, "SignUp", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(
            const auto started,
            parts_.accounts.SignUp({call.request.email(), call.request.password()}));
        NEXUS_FAULT("auth.after_sign_up");
        *call.response.mutable_user() = ToProto(started.user);
        call.response.set_session(started.secret);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* AuthHandler::LogIn(grpc::CallbackServerContext* context,
                                             const v1::LogInRequest* request,
                                             v1::LogInResponse* response) {
  return parts_.slow_serve.Steps<AuthService>(
      *context, "LogIn", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto started,
                               parts_.log_in.Run({call.request.email(), call.request.password(),
                                                  CurrentCall().client_address}));
        NEXUS_FAULT("auth.after_log_in");
        *call.response.mutable_user() = ToProto(started.user);
        call.response.set_session(started.secret);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* AuthHandler::LogOut(grpc::CallbackServerContext* context,
                                              const v1::LogOutRequest* request,
                                              v1::LogOutResponse* response) {
  return parts_.serve.Unary<AuthService>(
      *context, "LogOut", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_RETURN_IF_ERROR(parts_.sessions.LogOut(call.principal.assertion.credential()));
        call.response.set_session("");
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* AuthHandler::GetSession(grpc::CallbackServerContext* context,
                                                  const v1::GetSessionRequest* request,
                                                  v1::Session* response) {
  return parts_.serve.Unary<AuthService>(
      *context, "GetSession", *request, *response, [this](const auto& call) -> absl::Status {
        const v1::Assertion& assertion = call.principal.assertion;
        NEXUS_ASSIGN_OR_RETURN(
            const auto identity,
            parts_.sessions.Describe(assertion.subject(), assertion.credential()));
        call.response = ToProto(identity);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* AuthHandler::ExchangeSession(grpc::CallbackServerContext* context,
                                                       const v1::ExchangeSessionRequest* request,
                                                       v1::SignedAssertion* response) {
  return parts_.serve.Unary<AuthService>(
      *context, "ExchangeSession", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(call.response, parts_.assertions.ExchangeSession(
                                                  call.request.session(), call.request.project()));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* AuthHandler::ExchangeToken(grpc::CallbackServerContext* context,
                                                     const v1::ExchangeTokenRequest* request,
                                                     v1::SignedAssertion* response) {
  return parts_.serve.Unary<AuthService>(
      *context, "ExchangeToken", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(call.response, parts_.assertions.ExchangeToken(
                                                  call.request.token(), call.request.project()));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* AuthHandler::ListSigningKeys(grpc::CallbackServerContext* context,
                                                       const v1::ListSigningKeysRequest* request,
                                                       v1::ListSigningKeysResponse* response) {
  return parts_.serve.Unary<AuthService>(
      *context, "ListSigningKeys", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(call.response, ListPublicKeys(parts_.signing_keys));
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::ListSigningKeysResponse> ListPublicKeys(SigningKeys& signing_keys) {
  NEXUS_ASSIGN_OR_RETURN(const auto believed, signing_keys.Believed());
  v1::ListSigningKeysResponse response;
  for (const StoredSigningKey& stored : believed) {
    auto& key = *response.add_keys();
    key.set_key_id(stored.id);
    key.set_public_key(stored.public_key);
  }
  return response;
}

}  // namespace nexus::auth

#pragma once

#include "libs/rpc/serve.h"
#include "nexus/auth/v1/auth_service.grpc.pb.h"
#include "services/auth/domain/accounts.h"
#include "services/auth/domain/assertions.h"
#include "services/auth/domain/password_log_in.h"
#include "services/auth/domain/sessions.h"
#include "services/auth/domain/signing_keys.h"

namespace nexus::auth {

// AuthService over gRPC. Thread-safe.
class AuthHandler : public v1::AuthService::CallbackService {
 public:
  struct Parts {
    rpc::Serve& serve;

    // For calls that hash a password: slow, on threads of their own, so that
    // nobody else's call waits behind a log-in.
    rpc::Serve& slow_serve;

    Accounts& accounts;
    PasswordLogIn& log_in;
    Sessions& sessions;
    Assertions& assertions;
    SigningKeys& signing_keys;
  };

  explicit AuthHandler(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* SignUp(grpc::CallbackServerContext* context,
                                   const v1::SignUpRequest* request,
                                   v1::SignUpResponse* response) override;
  grpc::ServerUnaryReactor* LogIn(grpc::CallbackServerContext* context,
                                  const v1::LogInRequest* request,
                                  v1::LogInResponse* response) override;
  grpc::ServerUnaryReactor* LogOut(grpc::CallbackServerContext* context,
                                   const v1::LogOutRequest* request,
                                   v1::LogOutResponse* response) override;
  grpc::ServerUnaryReactor* GetSession(grpc::CallbackServerContext* context,
                                       const v1::GetSessionRequest* request,
                                       v1::Session* response) override;
  grpc::ServerUnaryReactor* ExchangeSession(grpc::CallbackServerContext* context,
                                            const v1::ExchangeSessionRequest* request,
                                            v1::SignedAssertion* response) override;
  grpc::ServerUnaryReactor* ExchangeToken(grpc::CallbackServerContext* context,
                                          const v1::ExchangeTokenRequest* request,
                                          v1::SignedAssertion* response) override;
  grpc::ServerUnaryReactor* ListSigningKeys(grpc::CallbackServerContext* context,
                                            const v1::ListSigningKeysRequest* request,
                                            v1::ListSigningKeysResponse* response) override;

 private:
  const Parts parts_;
};

// The public halves, for those who verify. Also auth's own verifier asks so.
absl::StatusOr<v1::ListSigningKeysResponse> ListPublicKeys(SigningKeys& signing_keys);

}  // namespace nexus::auth

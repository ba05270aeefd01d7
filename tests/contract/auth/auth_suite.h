#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "libs/rpc/assertion.h"
#include "libs/rpc/status.h"
#include "libs/testing/fake_auth.h"
#include "nexus/auth/v1/api_token_service.grpc.pb.h"
#include "nexus/auth/v1/auth_service.grpc.pb.h"
#include "nexus/auth/v1/user_service.grpc.pb.h"
#include "services/auth/testing/postgres_auth_backend.h"
#include "services/auth/testing/test_key_file.h"
#include "tests/contract/service_process.h"

namespace nexus::auth {

inline constexpr char kPassword[] = "sentinel sentence of a password";

// A user in a browser: what the gateway knows of it.
struct Browser {
  v1::User user;

  // The session's secret, from the cookie.
  std::string session;
};

// One auth process as its callers reach it. Hang up before it is stopped: it
// waits for its callers, and an idle test program answers late.
class AuthStubs {
 public:
  // As the process `as` on the internal listener; as a stranger on the public
  // one when `as` is empty.
  AuthStubs(const testing::ServiceProcess& process, const std::string& as);

  std::unique_ptr<v1::AuthService::Stub> auth;
  std::unique_ptr<v1::ApiTokenService::Stub> tokens;
  std::unique_ptr<v1::UserService::Stub> users;
};

// The real service with a real database.
class AuthSuite {
 public:
  AuthSuite();

  testing::ServiceProcess& process() { return *process_; }
  AuthStubs& gateway() { return *gateway_; }
  AuthStubs& integrator() { return *integrator_; }
  PostgresAuthBackend& records() { return records_; }

  // Hangs up and stops the process; its exit code.
  int Stop();

  // Another process on the same database, with other settings.
  std::unique_ptr<testing::ServiceProcess> AnotherProcess(
      std::map<std::string, std::string> settings);

 private:
  PostgresAuthBackend records_;
  TestKeyFile key_file_;
  std::unique_ptr<testing::ServiceProcess> process_;
  std::unique_ptr<AuthStubs> gateway_;
  std::unique_ptr<AuthStubs> integrator_;
};

// A test on a service that its suite shares.
class AuthContractTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { suite_ = std::make_unique<AuthSuite>(); }

  // No error in the log, no secret in it or in what was announced, a clean end.
  static void TearDownTestSuite();

  // What goes with a call as metadata.
  using Credentials = std::map<std::string, std::string>;

  template <typename Stub, typename Request, typename Response>
  static absl::StatusOr<Response> Call(
      Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
      const Request& request, const Credentials& credentials = {}) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    // Also after a restart: a program without a server of its own connects only while it waits.
    context.set_wait_for_ready(true);
    for (const auto& [key, value] : credentials) context.AddMetadata(key, value);
    Response response;
    const absl::Status status = rpc::FromGrpcStatus((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // As the gateway passes on a browser's call about `project`.
  static Credentials As(const Browser& browser, const std::string& project = {});

  // As an integrator sends its token.
  static Credentials With(const std::string& token) {
    return {{"authorization", "Bearer " + token}};
  }

  static absl::StatusOr<v1::SignUpResponse> SignUp(const std::string& email,
                                                   const std::string& password = kPassword);
  static absl::StatusOr<v1::LogInResponse> LogIn(const std::string& email,
                                                 const std::string& password = kPassword,
                                                 const std::string& address = "192.0.2.1");
  static absl::StatusOr<v1::SignedAssertion> Exchange(const std::string& session,
                                                      const std::string& project = {});
  static v1::Assertion Read(const absl::StatusOr<v1::SignedAssertion>& answer);

  // A user of this test's own, signed up and in.
  static Browser NewUser();
  static Browser NewAdministrator();

  // Makes `email` an administrator by the command line; what that printed.
  static std::string CreateAdministrator(const std::string& email);

  static absl::StatusOr<v1::CreateApiTokenResponse> CreateToken(const Browser& browser,
                                                                const std::string& request_id = {});

  static std::string NewEmail();

  static std::unique_ptr<AuthSuite> suite_;
};

}  // namespace nexus::auth

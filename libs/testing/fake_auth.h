#pragma once

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "libs/rpc/service_config.h"
#include "nexus/auth/v1/auth_service.pb.h"

namespace nexus::testing {

// Who a test wants to be.
struct Caller {
  std::string user = "users/u1";
  std::string project = "projects/p1";
  bool member = true;
  std::vector<std::string> permissions;
  std::vector<std::string> global_permissions;
};

// Stands in for `auth` in a contract test: hands out its key, serves a stream of
// revocations, and signs whatever assertion the test asks for.
class FakeAuth {
 public:
  FakeAuth();
  ~FakeAuth();

  // `ipv4:127.0.0.1:port`, for a service's NEXUS_AUTH_TARGET.
  std::string target() const;

  // Puts the caller's assertion into a call, as the gateway does.
  void SignIn(grpc::ClientContext& context, const Caller& caller) const;

  // API tokens sent to the public listener are accepted as `caller`.
  void AcceptToken(const std::string& token, const Caller& caller);

  // Announces that assertions of `principal` below `revision` (theirs is 1) have ended.
  void Revoke(const std::string& principal, std::int64_t revision);

 private:
  class Handler;
  class EventsHandler;

  auth::v1::SignedAssertion Sign(const Caller& caller) const;

  std::string private_key_;
  std::string public_key_;
  std::unique_ptr<Handler> handler_;
  std::unique_ptr<EventsHandler> events_handler_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// What a service under test is configured with: loopback, ports chosen by the
// system, certificates of this program.
rpc::ServiceConfig TestServiceConfig(const std::string& service, const FakeAuth& auth);

// A channel to a service under test, as the process `as` (such as "gateway").
std::shared_ptr<grpc::Channel> ChannelAs(const std::string& as, const std::string& to, int port);

// A channel to its public listener, as an integrator has it.
std::shared_ptr<grpc::Channel> PublicChannel(int port);

}  // namespace nexus::testing

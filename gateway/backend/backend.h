#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include <boost/asio/awaitable.hpp>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

namespace nexus::gateway {

// What every call made for one HTTP request carries.
struct CallOrigin {
  std::string request_id;
  std::string traceparent;
  std::string client_address;
  std::string user_agent;
};

// For a call on nobody's behalf.
inline const std::string kNobody;

// The services behind the gateway. Any method can be called without its
// generated code. Used on the io_context's thread.
class Backend {
 public:
  // Channels by service, such as `billing`.
  explicit Backend(std::map<std::string, std::shared_ptr<grpc::Channel>> channels);
  ~Backend();

  // `assertion` is a serialised SignedAssertion, or kNobody. The error is as the
  // service said it.
  boost::asio::awaitable<absl::Status> Call(const google::protobuf::MethodDescriptor& method,
                                            const CallOrigin& origin, const std::string& assertion,
                                            const google::protobuf::Message& request,
                                            google::protobuf::Message& response);

 private:
  struct Stub;
  std::map<std::string, std::unique_ptr<Stub>> stubs_;
};

// `billing` of `nexus.billing.v1.BillingService.CreditAccount`.
std::string ServiceOf(const google::protobuf::MethodDescriptor& method);

}  // namespace nexus::gateway

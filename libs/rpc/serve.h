#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include <grpcpp/grpcpp.h>

#include "libs/base/call_context.h"
#include "libs/base/clock.h"
#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "libs/rpc/assertion.h"
#include "libs/rpc/principal.h"
#include "libs/rpc/refusals.h"
#include "libs/rpc/worker_pool.h"

namespace nexus::rpc {

class Metrics;

// One call, as its body sees it.
template <typename Request, typename Response>
struct ServedCall {
  const Request& request;
  Response& response;
  const Principal& principal;
};

// Does what every call needs, once: identifies the caller, checks permission and
// fields as the proto declares them, answers repeats, runs the body on a bounded
// pool of threads, records audited calls and refused attempts, logs one line,
// counts, and turns the status into gRPC's. Thread-safe.
class Serve {
 public:
  struct Parts {
    std::string service;
    db::Pool& pool;
    events::EventLog& event_log;
    AssertionVerifier& verifier;
    WorkerPool& workers;
    Metrics& metrics;
    Refusals& refusals;
    const Clock& clock;

    // Exchanges an API token that came to the public listener: (token, project).
    std::function<absl::StatusOr<auth::v1::SignedAssertion>(const std::string&, const std::string&)>
        exchange_token;
  };

  explicit Serve(Parts parts) : parts_(std::move(parts)) {}

  // A read, or a change that is one transaction of this service: if the method
  // takes a `request_id` or is audited, the whole body, the record of the call and
  // its stored answer are one transaction (db::RunUnitOfWork), so the body must not
  // call another service. `body` is `absl::Status(const ServedCall<Request, Response>&)`.
  template <typename Service, typename Request, typename Response, typename Body>
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext& context, std::string_view method,
                                  const Request& request, Response& response, Body body) {
    return Start<Service>(context, method, request, response, std::move(body), /*one_unit=*/true);
  }

  // A change of several steps, such as a saga: the body opens its own
  // transactions. In the transaction of its first effect it calls BeginRequest,
  // in the one that decides CompleteRequest and EventLog::RecordCall("ok"); Serve
  // itself only records a refusal.
  template <typename Service, typename Request, typename Response, typename Body>
  grpc::ServerUnaryReactor* Steps(grpc::CallbackServerContext& context, std::string_view method,
                                  const Request& request, Response& response, Body body) {
    return Start<Service>(context, method, request, response, std::move(body), /*one_unit=*/false);
  }

  // For streams: identifies and authorises, without running anything. Blocks
  // only when keys or a token must be asked for.
  absl::StatusOr<Principal> Admit(const grpc::CallbackServerContext& context,
                                  const google::protobuf::MethodDescriptor& method,
                                  const google::protobuf::Message& request);

  static const google::protobuf::MethodDescriptor& Method(std::string_view service,
                                                          std::string_view method);

 private:
  struct Attempt;

  template <typename Service, typename Request, typename Response, typename Body>
  grpc::ServerUnaryReactor* Start(grpc::CallbackServerContext& context, std::string_view method,
                                  const Request& request, Response& response, Body body,
                                  bool one_unit) {
    // The request belongs to gRPC and is const; the body sees a checked copy.
    auto checked = std::make_shared<Request>(request);
    return Dispatch(
        context, Method(Service::service_full_name(), method), checked, response,
        [checked, &response, body = std::move(body)](const Principal& principal) {
          return body(ServedCall<Request, Response>{*checked, response, principal});
        },
        one_unit);
  }

  using ErasedBody = std::function<absl::Status(const Principal&)>;

  grpc::ServerUnaryReactor* Dispatch(grpc::CallbackServerContext& context,
                                     const google::protobuf::MethodDescriptor& method,
                                     std::shared_ptr<google::protobuf::Message> request,
                                     google::protobuf::Message& response, ErasedBody body,
                                     bool one_unit);
  void RunAttempt(Attempt& attempt);
  absl::Status Identify(Attempt& attempt);
  absl::Status RunBody(Attempt& attempt);
  absl::Status RunInOneUnit(Attempt& attempt);
  void RecordRefusal(Attempt& attempt, const absl::Status& status);
  absl::StatusOr<Principal> PrincipalOf(const grpc::CallbackServerContext& context,
                                        const std::string& project);

  Parts parts_;
};

}  // namespace nexus::rpc

#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "libs/rpc/service_config.h"

namespace nexus::rpc {

// A channel to a service of the suite: mutual TLS with this process's
// certificate, the other's SPIFFE id and name checked, round robin over its
// replicas. `to` such as "billing".
std::shared_ptr<grpc::Channel> ConnectTo(const ServiceConfig& config, const std::string& to);

// Gives a call the current CallContext's request id and traceparent, and a deadline:
// `at_most`, or what is left of the call that this thread works on, if less.
void Prepare(grpc::ClientContext& context, absl::Duration at_most);

// A call's error as our own: one that came from the network and not from the
// service gets a reason here.
absl::Status Explained(const grpc::Status& status);

// One blocking call: `Call(stub, &BillingService::Stub::QuotePrice, request, absl::Seconds(2))`.
// Errors come back as they left the other service; its reasons and details too.
// Never retries.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, absl::Duration at_most);

}  // namespace nexus::rpc

#include "libs/rpc/channel_inl.h"

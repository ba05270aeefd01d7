#include "libs/rpc/channel.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "libs/rpc/assertion.h"
#include "libs/rpc/deadline.h"
#include "libs/rpc/tls.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::rpc {

std::shared_ptr<grpc::Channel> ConnectTo(const ServiceConfig& config, const std::string& to) {
  const auto target = config.targets.find(to);
  NEXUS_CHECK(target != config.targets.end());
  grpc::ChannelArguments arguments;
  arguments.SetLoadBalancingPolicyName("round_robin");
  // Every service's certificate names it so, wherever it listens.
  arguments.SetSslTargetNameOverride(to + ".nexus");
  arguments.SetMaxReceiveMessageSize(16 * 1024 * 1024);
  // In gRPC's words the least back-off is also how long a connection attempt
  // may take, TLS included.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 3000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 3'000);
  // Separate connections for separate channels of a process.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(target->second, ClientCredentials(config), arguments);
}

void Prepare(grpc::ClientContext& context, absl::Duration at_most) {
  const absl::Duration left = std::min(at_most, TimeLeft());
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoNanoseconds(left));
  // Waits for a neighbour that is just being restarted. A blocked call also
  // drives its channel's connecting.
  context.set_wait_for_ready(true);
  const CallContext& call = CurrentCall();
  if (!call.request_id.empty()) context.AddMetadata(kRequestIdKey, call.request_id);
  if (!call.traceparent.empty()) context.AddMetadata(kTraceparentKey, call.traceparent);
}

absl::Status Explained(const grpc::Status& status) {
  absl::Status explained = FromGrpcStatus(status);
  if (!ReasonOf(explained).empty()) return explained;
  switch (explained.code()) {
    case absl::StatusCode::kUnavailable:
      return Unavailable("a neighbouring service does not answer");
    case absl::StatusCode::kDeadlineExceeded:
      return Error(absl::StatusCode::kDeadlineExceeded, api::v1::DEADLINE_EXCEEDED,
                   "a neighbouring service did not answer in time");
    default:
      return explained;
  }
}

}  // namespace nexus::rpc

#pragma once

#include "absl/status/status.h"
#include <grpcpp/support/status.h>

namespace nexus::rpc {

// Every payload goes into google.rpc.Status details, and comes back from there.
grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace nexus::rpc

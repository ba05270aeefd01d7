#pragma once

#include "absl/status/statusor.h"

#include "libs/rpc/channel.h"
#include "libs/rpc/status.h"

namespace nexus::rpc {

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, absl::Duration at_most) {
  grpc::ClientContext context;
  Prepare(context, at_most);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return Explained(status);
  return response;
}

}  // namespace nexus::rpc

#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"

#include "nexus/auth/v1/auth_service.pb.h"

namespace nexus::rpc {

// Who calls: a process of the suite, a user by an assertion, both (the gateway
// on a user's behalf), or nobody.
struct Principal {
  // `billing`, from the client certificate's SPIFFE id; empty on the public listener.
  std::string peer;

  // Set when `has_assertion`.
  auth::v1::Assertion assertion;
  bool has_assertion = false;

  // `users/…`, `services/…` or empty.
  std::string actor() const;
};

// Whether `principal` may call `method` on `resource`, by the method's options.
// Nobody: UNAUTHENTICATED. A stranger to the project: NOT_FOUND. A member
// without the permission, or a peer that is not among `callers`: PERMISSION_DENIED.
absl::Status Authorize(const Principal& principal, const google::protobuf::MethodDescriptor& method,
                       const std::string& resource);

// Checks a request by its fields' options and clears what only we may set:
// REQUIRED is there, texts and lists are not too long, UTF-8 and printable ids,
// OUTPUT_ONLY is removed. INVALID_ARGUMENT `FIELD_INVALID` with each violation.
absl::Status CheckFields(google::protobuf::Message& request);

// A copy without the fields marked `sensitive`, at any depth.
std::unique_ptr<google::protobuf::Message> Redacted(const google::protobuf::Message& message);

}  // namespace nexus::rpc

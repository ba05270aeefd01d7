#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

#include "gateway/transcode/router.h"

namespace nexus::gateway {

// What of an HTTP request goes into the RPC's request.
struct RequestParts {
  // Without the question mark.
  std::string_view query;
  std::string_view content_type;
  std::string_view body;

  // The header Idempotency-Key; empty when there is none.
  std::string_view idempotency_key;
};

// Fills `request`, which is empty, from the body, then the query, then the
// path, which wins. INVALID_ARGUMENT `BODY_INVALID` or `FIELD_INVALID`.
absl::Status ReadRequest(const Router::Match& match, const RequestParts& parts,
                         google::protobuf::Message& request);

}  // namespace nexus::gateway

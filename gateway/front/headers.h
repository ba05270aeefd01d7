#pragma once

#include <string_view>

#include "absl/status/status.h"

#include "libs/http/server.h"

namespace nexus::gateway {

// What every answer carries: the request id, and the rules that keep a browser
// from running or sending anything that is not ours.
void AddCommonHeaders(http::Response& response, std::string_view request_id);

// A JSON answer that nobody may keep.
http::Response JsonResponse(int status, std::string body);

// An error as google.rpc.Status, with Retry-After where it says so.
http::Response ErrorResponse(const absl::Status& status);

// What the HTTP server refuses by itself, in the same form.
http::Response Refusal(boost::beast::http::status status, std::string_view sentence);

}  // namespace nexus::gateway

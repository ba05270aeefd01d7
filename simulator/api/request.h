#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/http/server.h"
#include "simulator/api/schema.h"

namespace nexus::simulator {

// `%3A` is `:`; with `plus`, `+` is a blank. What is no escape stays as it is.
std::string UrlDecode(std::string_view text, bool plus = false);

// The API's part of a request.
struct ApiRequest {
  std::string method;
  std::string path;                   // `/nodes/pve1/qemu`, as it came, without a final slash.
  std::vector<std::string> segments;  // Decoded.
  bool extjs = false;                 // /api2/extjs: always 200, the code inside.
};

// Nothing when the target is not below /api2/json or /api2/extjs.
std::optional<ApiRequest> ParseTarget(const http::Request& request);

// A request that is refused before it is looked at.
struct Refusal {
  int code;
  std::string reason;
  std::string body;  // Plain text.
};

// What is wrong with the way the request was sent: its verb, a body where there
// may be none, an unknown content type.
std::optional<Refusal> RefusalOf(const http::Request& request);

// The parameters of the query and the body; the query wins.
RawParameters ParseParameters(const http::Request& request);

// The value of a cookie, as it came.
std::optional<std::string> FindCookie(const http::Request& request, std::string_view name);

}  // namespace nexus::simulator

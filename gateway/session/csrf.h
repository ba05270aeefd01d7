#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "gateway/session/credential.h"
#include "libs/http/server.h"

namespace nexus::gateway {

inline constexpr char kCsrfHeader[] = "X-CSRF-Token";

// The token that a page must send back: bound to the session, useless without it.
std::string CsrfToken(std::string_view session);

// Whether a request that changes something comes from our own pages: with a
// session it needs the token and an Origin; a public method, such as a log-in,
// needs that the Origin is ours if there is one. An API token needs neither,
// since no foreign page can send it. PERMISSION_DENIED `CSRF_INVALID`.
//
// Ours are `public_origin` (may be empty) and `https://<Host>`.
absl::Status CheckCsrf(const http::Request& request, const Credential& credential,
                       bool public_method, std::string_view public_origin);

}  // namespace nexus::gateway

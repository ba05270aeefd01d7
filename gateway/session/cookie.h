#pragma once

#include <string>
#include <string_view>

namespace nexus::gateway {

// The prefix makes browsers insist on Secure, Path=/ and no Domain.
inline constexpr char kSessionCookie[] = "__Host-nexus_session";

// The session in a Cookie header; empty when there is none. The first one counts.
std::string SessionInCookies(std::string_view cookies);

// The Set-Cookie header that keeps `session`; an empty one makes the browser forget it.
std::string SessionCookie(std::string_view session);

}  // namespace nexus::gateway

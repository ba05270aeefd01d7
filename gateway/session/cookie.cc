#include "gateway/session/cookie.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus::gateway {

std::string SessionInCookies(std::string_view cookies) {
  for (const absl::string_view part : absl::StrSplit(ToAbsl(cookies), ';')) {
    const std::string_view cookie = FromAbsl(absl::StripAsciiWhitespace(part));
    const auto equals = cookie.find('=');
    if (equals != std::string_view::npos && cookie.substr(0, equals) == kSessionCookie) {
      return std::string(cookie.substr(equals + 1));
    }
  }
  return {};
}

std::string SessionCookie(std::string_view session) {
  return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict{}", kSessionCookie, session,
                     session.empty() ? "; Max-Age=0" : "");
}

}  // namespace nexus::gateway

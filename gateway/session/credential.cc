#include "gateway/session/credential.h"

#include <string_view>

#include "absl/strings/match.h"

#include "gateway/session/cookie.h"
#include "libs/base/status.h"

namespace nexus::gateway {

Credential CredentialOf(const http::Request& request) {
  using boost::beast::http::field;
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = request[field::authorization];
  if (absl::StartsWithIgnoreCase(ToAbsl(authorization), ToAbsl(kBearer))) {
    return {Credential::Kind::kToken, std::string(authorization.substr(kBearer.size()))};
  }
  std::string session = SessionInCookies(request[field::cookie]);
  if (session.empty()) return {};
  return {Credential::Kind::kSession, std::move(session)};
}

}  // namespace nexus::gateway

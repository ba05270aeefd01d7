#include "gateway/session/csrf.h"

#include <fmt/format.h>

#include "libs/base/encoding.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::gateway {
namespace {

using boost::beast::http::field;
using boost::beast::http::verb;

absl::Status Invalid(std::string_view sentence) {
  return Error(absl::StatusCode::kPermissionDenied, api::v1::CSRF_INVALID, sentence);
}

bool ChangesNothing(verb method) {
  return method == verb::get || method == verb::head || method == verb::options;
}

}  // namespace

std::string CsrfToken(std::string_view session) {
  return Base64UrlEncode(HmacSha256(session, "csrf"));
}

absl::Status CheckCsrf(const http::Request& request, const Credential& credential,
                       bool public_method, std::string_view public_origin) {
  if (ChangesNothing(request.method()) || credential.kind == Credential::Kind::kToken) {
    return absl::OkStatus();
  }
  const bool needs_proof = credential.kind == Credential::Kind::kSession && !public_method;
  const std::string_view origin = request[field::origin];
  const std::string_view host = request[field::host];
  const bool ours =
      !origin.empty() && (origin == public_origin || origin == fmt::format("https://{}", host));
  if (!ours && (needs_proof || !origin.empty())) {
    return Invalid("the request's Origin is not this site");
  }
  if (needs_proof &&
      !EqualSecrets(std::string_view(request[kCsrfHeader]), CsrfToken(credential.secret))) {
    return Invalid("the header X-CSRF-Token does not belong to this session");
  }
  return absl::OkStatus();
}

}  // namespace nexus::gateway

#include "gateway/front/headers.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "gateway/transcode/error_json.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::gateway {
namespace {

using boost::beast::http::field;
using boost::beast::http::status;

constexpr char kContentSecurityPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

constexpr char kPermissionsPolicy[] =
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

}  // namespace

void AddCommonHeaders(http::Response& response, std::string_view request_id) {
  response.set("X-Request-Id", request_id);
  response.set("Content-Security-Policy", kContentSecurityPolicy);
  response.set("Strict-Transport-Security", "max-age=31536000");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Permissions-Policy", kPermissionsPolicy);
}

http::Response JsonResponse(int code, std::string body) {
  http::Response response(static_cast<status>(code), 11);
  response.set(field::content_type, "application/json");
  response.set(field::cache_control, "no-store");
  response.body() = std::move(body);
  return response;
}

http::Response ErrorResponse(const absl::Status& error) {
  http::Response response = JsonResponse(HttpStatusOf(error), ErrorJson(error));
  if (const auto delay = RetryAfterOf(error)) {
    const auto seconds = absl::ToInt64Seconds(absl::Ceil(*delay, absl::Seconds(1)));
    response.set(field::retry_after, std::to_string(seconds));
  }
  if (error.code() == absl::StatusCode::kUnauthenticated) {
    response.set(field::www_authenticate, "Bearer");
  }
  return response;
}

http::Response Refusal(status code, std::string_view sentence) {
  const absl::Status error =
      Error(absl::StatusCode::kInvalidArgument, api::v1::BODY_INVALID, sentence);
  return JsonResponse(static_cast<int>(code), ErrorJson(error));
}

}  // namespace nexus::gateway

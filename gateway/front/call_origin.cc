#include "gateway/front/call_origin.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include <fmt/format.h>

#include "libs/base/encoding.h"

namespace nexus::gateway {
namespace {

constexpr std::size_t kMostUserAgent = 256;
constexpr std::size_t kMostRequestId = 64;

bool IsRequestId(std::string_view text) {
  return !text.empty() && text.size() <= kMostRequestId &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
         });
}

// `00-<32 hex>-<16 hex>-<2 hex>`.
bool IsTraceparent(std::string_view text) {
  constexpr std::string_view kShape = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hex = absl::ascii_isdigit(text[i]) || (text[i] >= 'a' && text[i] <= 'f');
    if (kShape[i] == 'x' ? !hex : text[i] != kShape[i]) return false;
  }
  return true;
}

std::string NewTraceparent() {
  return fmt::format("00-{}-{}-01", HexEncode(RandomBytes(16)), HexEncode(RandomBytes(8)));
}

// gRPC metadata is printable ASCII.
std::string Printable(std::string_view text) {
  std::string printable(text.substr(0, kMostUserAgent));
  std::replace_if(
      printable.begin(), printable.end(), [](unsigned char c) { return c < 0x20 || c > 0x7e; },
      '?');
  return printable;
}

}  // namespace

CallOrigin CallOriginOf(const http::Request& request, const std::string& peer_address,
                        const TrustedProxies& proxies, IdSource& ids) {
  const std::string_view request_id = request["X-Request-Id"];
  const std::string_view traceparent = request["traceparent"];
  const bool keep_id = IsRequestId(request_id) && proxies.Trusts(peer_address);
  return {.request_id = keep_id ? std::string(request_id) : ids.NewId(),
          .traceparent = IsTraceparent(traceparent) ? std::string(traceparent) : NewTraceparent(),
          .client_address =
              proxies.ClientOf(peer_address, std::string_view(request["X-Forwarded-For"])),
          .user_agent = Printable(request[boost::beast::http::field::user_agent])};
}

}  // namespace nexus::gateway

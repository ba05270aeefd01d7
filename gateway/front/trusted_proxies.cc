#include "gateway/front/trusted_proxies.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus::gateway {
namespace {

std::optional<std::string> BytesOf(std::string_view text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    return std::string(bytes.begin(), bytes.end());
  }
  const auto bytes = address.to_v6().to_bytes();
  return std::string(bytes.begin(), bytes.end());
}

bool SamePrefix(const std::string& a, const std::string& b, int bits) {
  if (a.size() != b.size()) return false;
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (a.compare(0, whole, b, 0, whole) != 0) return false;
  if (bits % 8 == 0) return true;
  const int shift = 8 - bits % 8;
  return static_cast<unsigned char>(a[whole]) >> shift ==
         static_cast<unsigned char>(b[whole]) >> shift;
}

}  // namespace

absl::StatusOr<TrustedProxies> TrustedProxies::Parse(std::string_view list) {
  TrustedProxies proxies;
  for (const absl::string_view part : absl::StrSplit(ToAbsl(list), ',', absl::SkipWhitespace())) {
    const std::string_view text = FromAbsl(absl::StripAsciiWhitespace(part));
    const auto slash = text.find('/');
    const auto bytes = BytesOf(text.substr(0, slash));
    int prefix = bytes ? static_cast<int>(bytes->size() * 8) : 0;
    const int most = prefix;
    const bool numbered = slash == std::string_view::npos ||
                          absl::SimpleAtoi(ToAbsl(text.substr(slash + 1)), &prefix);
    if (!bytes || !numbered || prefix < 0 || prefix > most) {
      return absl::InvalidArgumentError(fmt::format("{} is not an address or a network", text));
    }
    proxies.networks_.push_back({*bytes, prefix});
  }
  return proxies;
}

bool TrustedProxies::Trusts(std::string_view address) const {
  const auto bytes = BytesOf(address);
  return bytes && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
           return SamePrefix(*bytes, network.bytes, network.prefix);
         });
}

std::string TrustedProxies::ClientOf(const std::string& peer,
                                     std::string_view forwarded_for) const {
  if (networks_.empty() || !Trusts(peer)) return peer;
  std::string client = peer;
  const std::vector<std::string> hops = absl::StrSplit(ToAbsl(forwarded_for), ',');
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const std::string address(absl::StripAsciiWhitespace(*hop));
    if (!BytesOf(address)) break;  // What is left of here nobody vouches for.
    client = address;
    if (!Trusts(address)) break;
  }
  return client;
}

}  // namespace nexus::gateway

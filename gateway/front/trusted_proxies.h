#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nexus::gateway {

// The proxies whose X-Forwarded-For is believed.
class TrustedProxies {
 public:
  // `10.0.0.0/8, 192.0.2.7, fd00::/8`; empty for none. INVALID_ARGUMENT otherwise.
  static absl::StatusOr<TrustedProxies> Parse(std::string_view list);

  // Whom a request came from: the peer, or, where that is a trusted proxy, the
  // last address in `forwarded_for` that is not one.
  std::string ClientOf(const std::string& peer, std::string_view forwarded_for) const;

  bool Trusts(std::string_view address) const;

 private:
  struct Network {
    // In network order; 4 or 16 bytes.
    std::string bytes;
    int prefix = 0;
  };

  std::vector<Network> networks_;
};

}  // namespace nexus::gateway

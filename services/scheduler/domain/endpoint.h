#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::scheduler {

// Where a cluster's API is.
struct Endpoint {
  // `10.0.0.1`, `pve1.example.net`, `::1`.
  std::string host;
  std::string port;
};

// `https://10.0.0.1:8006`, `https://[::1]:8006`. Nothing else is an endpoint.
std::optional<Endpoint> ParseEndpoint(std::string_view text);

// SHA-256 of a certificate as Proxmox shows it: 32 bytes in upper-case hex with
// colons. Lower case is taken too; nothing for anything else.
std::optional<std::string> NormalFingerprint(std::string_view text);

}  // namespace nexus::scheduler

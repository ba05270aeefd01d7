#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nexus::instance {

// `10.0.0.1` as a number; nothing for any other spelling.
std::optional<std::uint32_t> ParseIpv4(std::string_view text);
std::string FormatIpv4(std::uint32_t address);

// An IPv4 range with its gateway.
class AddressRange {
 public:
  // INVALID_ARGUMENT `CIDR_INVALID`: not a range of 20 to 30 bits written with
  // its first address, or the gateway is not one of its hosts.
  static absl::StatusOr<AddressRange> Parse(const std::string& cidr, const std::string& gateway);

  // What instances may be given, in order: all but the network, the broadcast
  // address and the gateway.
  std::vector<std::string> Assignable() const;

 private:
  AddressRange(std::uint32_t first, std::uint32_t last, std::uint32_t gateway)
      : first_(first), last_(last), gateway_(gateway) {}

  std::uint32_t first_;
  std::uint32_t last_;
  std::uint32_t gateway_;
};

}  // namespace nexus::instance

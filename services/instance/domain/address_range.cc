#include "services/instance/domain/address_range.h"

#include <charconv>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "services/instance/domain/errors.h"

namespace nexus::instance {
namespace {

constexpr int kShortestPrefix = 20;
constexpr int kLongestPrefix = 30;

// A number as people write it: no sign, no leading zero.
std::optional<std::uint32_t> ParseNumber(std::string_view text, std::uint32_t most) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::uint32_t> ParseIpv4(std::string_view text) {
  std::uint32_t address = 0;
  for (int i = 0; i < 4; ++i) {
    const auto dot = i == 3 ? text.size() : text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto byte = ParseNumber(text.substr(0, dot), 255);
    if (!byte) return std::nullopt;
    address = address << 8 | *byte;
    text.remove_prefix(i == 3 ? dot : dot + 1);
  }
  return address;
}

std::string FormatIpv4(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                     address & 255);
}

absl::StatusOr<AddressRange> AddressRange::Parse(const std::string& cidr,
                                                 const std::string& gateway) {
  const auto slash = cidr.find('/');
  const auto first = ParseIpv4(std::string_view(cidr).substr(0, slash));
  if (!first || slash == std::string::npos) {
    return CidrInvalid("addressPool.cidr", "it is not written as 10.20.0.0/24");
  }
  const auto prefix = ParseNumber(std::string_view(cidr).substr(slash + 1), 32);
  if (!prefix || *prefix < kShortestPrefix || *prefix > kLongestPrefix) {
    return CidrInvalid("addressPool.cidr", "its prefix is not 20 to 30 bits");
  }
  const std::uint32_t host_bits = 0xffffffffU >> *prefix;
  if ((*first & host_bits) != 0) {
    return CidrInvalid("addressPool.cidr", "it does not begin with the network's own address");
  }
  const std::uint32_t last = *first | host_bits;
  const auto through = ParseIpv4(gateway);
  if (!through || *through <= *first || *through >= last) {
    return CidrInvalid("addressPool.gateway", "the gateway is not a host of it");
  }
  return AddressRange(*first, last, *through);
}

std::vector<std::string> AddressRange::Assignable() const {
  std::vector<std::string> addresses;
  for (std::uint32_t address = first_ + 1; address < last_; ++address) {
    if (address != gateway_) addresses.push_back(FormatIpv4(address));
  }
  return addresses;
}

}  // namespace nexus::instance

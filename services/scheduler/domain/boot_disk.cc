#include "services/scheduler/domain/boot_disk.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string_view>
#include <vector>

#include "absl/strings/str_split.h"
#include <fmt/format.h>

namespace nexus::scheduler {
namespace {

bool IsDiskName(std::string_view name) {
  for (const std::string_view bus : {"scsi", "virtio", "sata", "ide"}) {
    if (name.starts_with(bus) && name.size() > bus.size() &&
        std::isdigit(static_cast<unsigned char>(name[bus.size()])) != 0) {
      return true;
    }
  }
  return false;
}

// `32G`, `3584M`, `10T`, or plain bytes.
std::int64_t ParseSize(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return 0;
  constexpr std::string_view kUnits = "KMGT";
  const auto unit = end == text.data() + text.size() ? std::string_view::npos : kUnits.find(*end);
  return unit == std::string_view::npos ? number : number << (10 * (unit + 1));
}

std::optional<BootDisk> ParseDisk(const std::string& name, const std::string& value) {
  if (value.find("media=cdrom") != std::string::npos) return std::nullopt;
  const std::size_t colon = value.find(':');
  if (!IsDiskName(name) || colon == std::string::npos) return std::nullopt;
  BootDisk disk{.name = name, .storage = value.substr(0, colon)};
  const std::vector<std::string> parts = absl::StrSplit(value, ',');
  for (const std::string& part : parts) {
    if (part.starts_with("size=")) disk.bytes = ParseSize(std::string_view(part).substr(5));
  }
  return disk;
}

// `order=scsi0;ide2` -> scsi0, ide2.
std::vector<std::string> BootOrder(const GuestOptions& options) {
  std::string order = OptionOf(options, "boot");
  if (!order.starts_with("order=")) return {};
  return absl::StrSplit(order.substr(6), ';');
}

}  // namespace

std::optional<BootDisk> FindBootDisk(const GuestOptions& options) {
  std::vector<std::string> names = BootOrder(options);
  for (const char* name : {"scsi0", "virtio0", "sata0", "ide0"}) names.push_back(name);
  for (const std::string& name : names) {
    if (auto disk = ParseDisk(name, OptionOf(options, name))) return disk;
  }
  return std::nullopt;
}

std::string FirstNic(const GuestOptions& options, const std::string& bridge, int vlan,
                     const std::string& fallback_mac) {
  const std::string now = OptionOf(options, "net0");
  // The first part is `<model>=<mac>`.
  std::string nic = now.substr(0, now.find(','));
  if (nic.find('=') == std::string::npos) nic = "virtio=" + fallback_mac;
  nic += fmt::format(",bridge={},firewall=1", bridge);
  return vlan == 0 ? nic : nic + fmt::format(",tag={}", vlan);
}

}  // namespace nexus::scheduler

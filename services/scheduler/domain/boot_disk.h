#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/scheduler/domain/hypervisor.h"

namespace nexus::scheduler {

// The disk that a guest starts from.
struct BootDisk {
  // `scsi0`.
  std::string name;

  // `local-lvm`.
  std::string storage;

  // 0 when the configuration does not say.
  std::int64_t bytes = 0;
};

// Nothing when the guest has no disk.
std::optional<BootDisk> FindBootDisk(const GuestOptions& options);

// The first NIC as it shall be: the template's model and the guest's own MAC, on
// `bridge`, behind the firewall. `vlan` 0 is untagged. `fallback_mac` is for a
// template without NIC.
std::string FirstNic(const GuestOptions& options, const std::string& bridge, int vlan,
                     const std::string& fallback_mac);

}  // namespace nexus::scheduler

#include "services/scheduler/domain/inventory.h"

#include <algorithm>
#include <utility>

#include "services/scheduler/domain/boot_disk.h"

namespace nexus::scheduler {
namespace {

constexpr std::string_view kImageTag = "nexus-image-";

bool IsShared(const Resources& resources, const std::string& storage) {
  return std::ranges::any_of(
      resources.storages, [&](const StorageRow& row) { return row.id == storage && row.shared; });
}

}  // namespace

Async<Inventory> ReadInventory(Hypervisor& hypervisor) {
  Inventory inventory;
  NEXUS_CO_ASSIGN_OR_RETURN(inventory.resources, co_await hypervisor.ReadResources());
  for (const GuestRow& guest : inventory.resources.guests) {
    if (!guest.is_template) continue;
    for (const std::string& tag : guest.tags) {
      if (!tag.starts_with(kImageTag)) continue;
      const GuestRef where{guest.node, guest.vmid};
      const auto options = co_await hypervisor.ReadConfig(where);
      if (!options.ok()) continue;  // Its node is away, and it cannot be cloned now.
      const auto disk = FindBootDisk(*options);
      if (!disk) continue;
      inventory.templates[tag.substr(kImageTag.size())] = {
          where, disk->storage, IsShared(inventory.resources, disk->storage)};
    }
  }
  co_return inventory;
}

std::string ImageSlug(const std::string& image) { return image.substr(image.find('/') + 1); }

}  // namespace nexus::scheduler

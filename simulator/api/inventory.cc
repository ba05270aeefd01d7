#include "simulator/api/inventory.h"

#include <algorithm>

namespace nexus::simulator {
namespace {

// What a node takes for itself.
constexpr double kIdleCpu = 0.01;
constexpr std::int64_t kOwnMemory = std::int64_t{2} << 30;

}  // namespace

NodeLoad LoadOf(const Cluster& cluster, const Node& node) {
  NodeLoad load{.cpu = kIdleCpu, .memory_bytes = kOwnMemory};
  for (const auto& [vmid, guest] : cluster.guests) {
    if (guest.node != node.name || !guest.running) continue;
    load.cpu += 0.01 * static_cast<double>(guest.cpus()) / node.cpus;
    load.memory_bytes += guest.memory_bytes();
  }
  load.memory_bytes = std::min(load.memory_bytes, node.memory_bytes);
  return load;
}

nlohmann::json StorageNumbers(const Storages& storages, const Storage& storage,
                              std::string_view node) {
  const std::int64_t used = storages.UsedBytes(storage.id, node);
  return {{"total", storage.total_bytes},
          {"used", used},
          {"avail", storage.total_bytes - used},
          {"used_fraction", static_cast<double>(used) / static_cast<double>(storage.total_bytes)},
          {"type", storage.type},
          {"content", storage.content},
          {"shared", storage.shared ? 1 : 0},
          {"active", 1},
          {"enabled", 1}};
}

}  // namespace nexus::simulator

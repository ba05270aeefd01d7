#include "simulator/model/resources_view.h"

#include <fmt/format.h>

namespace nexus::simulator {

void ResourcesView::Refresh(const Cluster& cluster, std::int64_t now) {
  seen_.clear();
  for (const auto& [vmid, guest] : cluster.guests) {
    seen_[vmid] = {{"status", guest.running ? "running" : "stopped"},
                   {"name", guest.Option("name", fmt::format("VM {}", vmid))},
                   {"template", guest.is_template() ? 1 : 0},
                   {"maxcpu", guest.cpus()},
                   {"maxmem", guest.memory_bytes()},
                   {"maxdisk", guest.boot_disk_bytes()},
                   {"cpu", guest.running ? 0.01 : 0.0},
                   {"mem", guest.running ? guest.memory_bytes() / 3 : 0},
                   {"disk", 0},
                   {"diskread", 0},
                   {"diskwrite", 0},
                   {"netin", 0},
                   {"netout", 0},
                   {"uptime", guest.running ? now - guest.started_at : 0}};
  }
}

nlohmann::json ResourcesView::RowOf(const Guest& guest) const {
  const auto seen = seen_.find(guest.vmid);
  nlohmann::json row = seen != seen_.end() ? seen->second : nlohmann::json({{"status", "unknown"}});
  row["id"] = fmt::format("qemu/{}", guest.vmid);
  row["type"] = "qemu";
  row["vmid"] = guest.vmid;
  row["node"] = guest.node;
  if (const std::string lock = guest.lock(); !lock.empty()) row["lock"] = lock;
  if (const std::string tags = guest.Option("tags"); !tags.empty()) row["tags"] = tags;
  return row;
}

}  // namespace nexus::simulator

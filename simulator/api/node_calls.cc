#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/inventory.h"

namespace nexus::simulator {
namespace {

constexpr std::int64_t kUptime = 1'209'600;
constexpr std::int64_t kRootBytes = std::int64_t{94} << 30;
constexpr std::int64_t kRootUsedBytes = std::int64_t{7} << 30;

absl::StatusOr<Answer> ListNodes(Call& call) {
  const Cluster& cluster = call.simulation.cluster;
  nlohmann::json rows = nlohmann::json::array();
  for (const Node& node : cluster.nodes) {
    nlohmann::json row = {{"id", "node/" + node.name},
                          {"type", "node"},
                          {"node", node.name},
                          {"status", "online"},
                          {"level", ""},
                          {"ssl_fingerprint", call.simulation.fingerprint}};
    if (cluster.accounts.May(call.identity, "/nodes/" + node.name, "Sys.Audit")) {
      const NodeLoad load = LoadOf(cluster, node);
      row.update({{"cpu", load.cpu},
                  {"maxcpu", node.cpus},
                  {"mem", load.memory_bytes},
                  {"maxmem", node.memory_bytes},
                  {"disk", kRootUsedBytes},
                  {"maxdisk", kRootBytes},
                  {"uptime", kUptime}});
    }
    rows.push_back(std::move(row));
  }
  return Answer{rows};
}

absl::StatusOr<Answer> ShowNode(Call& call) {
  const Cluster& cluster = call.simulation.cluster;
  const Node& node = *cluster.FindNode(call.node());
  const NodeLoad load = LoadOf(cluster, node);
  const std::string busy = fmt::format("{:.2f}", load.cpu * node.cpus);
  return Answer{{{"cpu", load.cpu},
                 {"wait", 0.0},
                 {"idle", 0},
                 {"uptime", kUptime},
                 {"loadavg", {busy, busy, busy}},
                 {"memory",
                  {{"total", node.memory_bytes},
                   {"used", load.memory_bytes},
                   {"free", node.memory_bytes - load.memory_bytes},
                   {"available", node.memory_bytes - load.memory_bytes}}},
                 {"swap", {{"total", 0}, {"used", 0}, {"free", 0}}},
                 {"rootfs",
                  {{"total", kRootBytes},
                   {"used", kRootUsedBytes},
                   {"free", kRootBytes - kRootUsedBytes},
                   {"avail", kRootBytes - kRootUsedBytes}}},
                 {"cpuinfo",
                  {{"cpus", node.cpus},
                   {"cores", node.cpus / 2},
                   {"sockets", 1},
                   {"model", "AMD EPYC 9124 16-Core Processor"},
                   {"mhz", "3000.000"},
                   {"hvm", "1"}}},
                 {"ksm", {{"shared", 0}}},
                 {"pveversion", "pve-manager/8.4.21/3a1c5d9e7b2f4c60"},
                 {"kversion", "Linux 6.8.12-15-pve #1 SMP PREEMPT_DYNAMIC"},
                 {"current-kernel",
                  {{"sysname", "Linux"},
                   {"release", "6.8.12-15-pve"},
                   {"version", "#1 SMP PREEMPT_DYNAMIC"},
                   {"machine", "x86_64"}}},
                 {"boot-info", {{"mode", "efi"}, {"secureboot", 0}}}}};
}

}  // namespace

void AddNodeCalls(Router& router) {
  router.Add("GET /nodes", Run::kInProxy, "", "", AtOnce(ListNodes));
  router.Add("GET /nodes/{node}/status", Run::kInProxy, "Sys.Audit@/nodes/{node}", "",
             AtOnce(ShowNode));
}

}  // namespace nexus::simulator

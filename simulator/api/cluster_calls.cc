#include <algorithm>

#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/inventory.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

constexpr int kFirstVmid = 100;
constexpr int kLastVmid = 1'000'000;
constexpr std::int64_t kUptime = 1'209'600;

absl::StatusOr<Answer> ShowVersion(Call&) {
  return Answer{{{"version", "8.4.21"}, {"release", "8.4"}, {"repoid", "3a1c5d9e7b2f4c60"}}};
}

absl::StatusOr<Answer> ShowNextId(Call& call) {
  const auto& guests = call.simulation.cluster.guests;
  if (call.Has("vmid")) {
    const int wanted = call.vmid();
    if (guests.contains(wanted)) {
      return BadParameter("vmid", fmt::format("VM {} already exists", wanted));
    }
    return Answer{std::to_string(wanted)};
  }
  // Reserves nothing: the next caller gets the same.
  for (int vmid = kFirstVmid; vmid < kLastVmid; ++vmid) {
    if (!guests.contains(vmid)) return Answer{std::to_string(vmid)};
  }
  return Died(fmt::format("unable to get any free VMID in range [{}, {}]", kFirstVmid, kLastVmid));
}

absl::StatusOr<Answer> ShowStatus(Call& call) {
  const Cluster& cluster = call.simulation.cluster;
  nlohmann::json rows = {{{"type", "cluster"},
                          {"id", "cluster"},
                          {"name", cluster.name},
                          {"nodes", cluster.nodes.size()},
                          {"quorate", 1},
                          {"version", 3}}};
  int number = 0;
  for (const Node& node : cluster.nodes) {
    rows.push_back({{"type", "node"},
                    {"id", "node/" + node.name},
                    {"name", node.name},
                    {"nodeid", ++number},
                    {"ip", node.address},
                    {"level", ""},
                    {"local", number == 1 ? 1 : 0},
                    {"online", 1}});
  }
  return Answer{rows};
}

void AddNodeRows(Call& call, nlohmann::json& rows) {
  const Cluster& cluster = call.simulation.cluster;
  for (const Node& node : cluster.nodes) {
    nlohmann::json row = {
        {"id", "node/" + node.name}, {"type", "node"}, {"node", node.name}, {"status", "online"}};
    if (cluster.accounts.May(call.identity, "/nodes/" + node.name, "Sys.Audit")) {
      const NodeLoad load = LoadOf(cluster, node);
      row.update({{"cpu", load.cpu},
                  {"maxcpu", node.cpus},
                  {"mem", load.memory_bytes},
                  {"maxmem", node.memory_bytes},
                  {"uptime", kUptime},
                  {"level", ""}});
    }
    rows.push_back(std::move(row));
  }
}

void AddStorageRows(Call& call, nlohmann::json& rows) {
  const Cluster& cluster = call.simulation.cluster;
  for (const auto& [id, storage] : cluster.storages.all()) {
    if (!cluster.accounts.May(call.identity, "/storage/" + id, "Datastore.Audit")) continue;
    for (const Node& node : cluster.nodes) {
      rows.push_back({{"id", fmt::format("storage/{}/{}", node.name, id)},
                      {"type", "storage"},
                      {"node", node.name},
                      {"storage", id},
                      {"plugintype", storage.type},
                      {"content", storage.content},
                      {"shared", storage.shared ? 1 : 0},
                      {"status", "available"},
                      {"disk", cluster.storages.UsedBytes(id, node.name)},
                      {"maxdisk", storage.total_bytes}});
    }
  }
}

void AddGuestRows(Call& call, nlohmann::json& rows) {
  const Cluster& cluster = call.simulation.cluster;
  for (const auto& [vmid, guest] : cluster.guests) {
    if (!cluster.accounts.May(call.identity, fmt::format("/vms/{}", vmid), "VM.Audit")) continue;
    rows.push_back(call.simulation.resources.RowOf(guest));
  }
}

absl::StatusOr<Answer> ShowResources(Call& call) {
  Simulation& simulation = call.simulation;
  if (simulation.settings.resources_lag_ms == 0) {
    simulation.resources.Refresh(simulation.cluster, simulation.Now());
  }
  const std::string type = call.Text("type");
  nlohmann::json rows = nlohmann::json::array();
  if (type.empty() || type == "vm") AddGuestRows(call, rows);
  if (type.empty() || type == "node") AddNodeRows(call, rows);
  if (type.empty() || type == "storage") AddStorageRows(call, rows);
  return Answer{rows};
}

}  // namespace

void AddClusterCalls(Router& router) {
  router.Add("GET /version", Run::kInProxy, "", "", AtOnce(ShowVersion));
  router.Add("GET /cluster/nextid", Run::kInProxy, "", "vmid:vmid", AtOnce(ShowNextId));
  router.Add("GET /cluster/status", Run::kProtected, "Sys.Audit@/", "", AtOnce(ShowStatus));
  router.Add("GET /cluster/resources", Run::kInProxy, "", "type:enum:vm|storage|node|sdn",
             AtOnce(ShowResources));
}

}  // namespace nexus::simulator

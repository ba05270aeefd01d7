#include "simulator/model/cluster.h"

#include <algorithm>

#include "simulator/model/errors.h"

namespace nexus::simulator {

const Node* Cluster::FindNode(std::string_view node) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [node](const Node& known) { return known.name == node; });
  return found == nodes.end() ? nullptr : &*found;
}

Guest* Cluster::FindGuest(int vmid) {
  const auto found = guests.find(vmid);
  return found == guests.end() ? nullptr : &found->second;
}

absl::StatusOr<Guest*> Cluster::LoadGuest(int vmid, std::string_view node) {
  Guest* guest = FindGuest(vmid);
  if (guest == nullptr || guest->node != node) return ConfigMissing(vmid, node);
  return guest;
}

void Cluster::RemoveGuest(int vmid) {
  const std::vector<Volume> volumes = storages.volumes();
  for (const Volume& volume : volumes) {
    if (volume.vmid == vmid) storages.Free(volume.id, volume.node);
  }
  guests.erase(vmid);
}

nlohmann::json Cluster::ToJson() const {
  nlohmann::json json = {{"name", name},
                         {"bridges", bridges},
                         {"storages", storages.ToJson()},
                         {"accounts", accounts.ToJson()},
                         {"ticket_key", ticket_key},
                         {"nodes", nlohmann::json::array()},
                         {"guests", nlohmann::json::array()}};
  for (const Node& node : nodes) {
    json["nodes"].push_back({{"name", node.name},
                             {"cpus", node.cpus},
                             {"memory_bytes", node.memory_bytes},
                             {"address", node.address}});
  }
  for (const auto& [vmid, guest] : guests) json["guests"].push_back(simulator::ToJson(guest));
  return json;
}

Cluster Cluster::FromJson(const nlohmann::json& json) {
  Cluster cluster;
  json.at("name").get_to(cluster.name);
  json.at("bridges").get_to(cluster.bridges);
  json.at("ticket_key").get_to(cluster.ticket_key);
  cluster.storages = Storages::FromJson(json.at("storages"));
  cluster.accounts = Accounts::FromJson(json.at("accounts"));
  for (const auto& node : json.at("nodes")) {
    cluster.nodes.push_back(
        {node.at("name"), node.at("cpus"), node.at("memory_bytes"), node.at("address")});
  }
  for (const auto& guest : json.at("guests")) {
    Guest loaded = GuestFromJson(guest);
    cluster.guests.emplace(loaded.vmid, std::move(loaded));
  }
  return cluster;
}

}  // namespace nexus::simulator

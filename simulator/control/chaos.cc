#include "simulator/control/chaos.h"

#include <map>

#include <fmt/format.h>

#include "simulator/access.h"

namespace nexus::simulator {
namespace {

using Json = nlohmann::json;

absl::Status CreateGuest(Simulation& simulation, const Json& order) {
  Guest guest;
  guest.vmid = order.at("vmid");
  guest.node = order.value("node", simulation.cluster.nodes[0].name);
  guest.config = order.value("config", GuestConfig{});
  guest.config["name"] = order.value("name", guest.Option("name", "foreign"));
  guest.running = order.value("running", false);
  guest.started_at = guest.running ? simulation.Now() : 0;
  const int vmid = guest.vmid;
  if (!simulation.cluster.guests.emplace(vmid, std::move(guest)).second) {
    return absl::InvalidArgumentError(fmt::format("there is a guest {} already", vmid));
  }
  return absl::OkStatus();
}

absl::Status DeleteGuest(Simulation& simulation, Guest& guest, const Json&) {
  simulation.cluster.RemoveGuest(guest.vmid);
  return absl::OkStatus();
}

absl::Status ChangeConfig(Simulation&, Guest& guest, const Json& order) {
  for (const auto& [name, value] : order.value("set", GuestConfig{})) guest.config[name] = value;
  for (const auto& name : order.value("delete", std::vector<std::string>{})) {
    guest.config.erase(name);
  }
  return absl::OkStatus();
}

absl::Status SetPower(Simulation& simulation, Guest& guest, const Json& order) {
  guest.running = order.at("running");
  guest.started_at = guest.running ? simulation.Now() : 0;
  return absl::OkStatus();
}

absl::Status IgnoreShutdown(Simulation&, Guest& guest, const Json& order) {
  guest.ignores_shutdown = order.at("ignores");
  return absl::OkStatus();
}

absl::Status MoveGuest(Simulation& simulation, Guest& guest, const Json& order) {
  const std::string node = order.at("node");
  if (simulation.cluster.FindNode(node) == nullptr) {
    return absl::InvalidArgumentError(fmt::format("there is no node {}", node));
  }
  guest.node = node;
  return absl::OkStatus();
}

absl::Status RemoveToken(Simulation& simulation, const Json& order) {
  User* user = simulation.cluster.accounts.Find(order.at("user").get<std::string>());
  if (user == nullptr || user->tokens.erase(order.at("name").get<std::string>()) == 0) {
    return absl::NotFoundError("there is no such token");
  }
  return absl::OkStatus();
}

absl::Status AddToken(Simulation& simulation, const Json& order) {
  return GiveToken(simulation.cluster.accounts, order.at("token").get<std::string>(),
                   order.at("privileges").get<std::set<std::string>>());
}

using GuestAction = absl::Status (*)(Simulation&, Guest&, const Json&);
const std::map<std::string, GuestAction> kGuestActions = {
    {"delete_guest", DeleteGuest},       {"change_config", ChangeConfig}, {"set_power", SetPower},
    {"ignore_shutdown", IgnoreShutdown}, {"move_guest", MoveGuest},
};

}  // namespace

absl::Status Disturb(Simulation& simulation, const Json& order) {
  try {
    const std::string kind = order.at("kind");
    if (kind == "create_guest") return CreateGuest(simulation, order);
    if (kind == "add_token") return AddToken(simulation, order);
    if (kind == "remove_token") return RemoveToken(simulation, order);
    const auto known = kGuestActions.find(kind);
    if (known == kGuestActions.end()) {
      return absl::InvalidArgumentError(fmt::format("there is no kind of chaos {}", kind));
    }
    Guest* guest = simulation.cluster.FindGuest(order.at("vmid"));
    if (guest == nullptr) return absl::NotFoundError("there is no such guest");
    return known->second(simulation, *guest, order);
  } catch (const Json::exception& wrong) {
    return absl::InvalidArgumentError(fmt::format("this order makes no sense: {}", wrong.what()));
  }
}

}  // namespace nexus::simulator

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include <nlohmann/json.hpp>

#include "simulator/model/accounts.h"
#include "simulator/model/guest.h"
#include "simulator/model/storage.h"

namespace nexus::simulator {

struct Node {
  std::string name;
  int cpus = 0;
  std::int64_t memory_bytes = 0;
  std::string address;
};

// All that a cluster remembers, but for its tasks. Plain data and how to find
// things in it; what may be done with it is the calls' business.
struct Cluster {
  std::string name;
  std::vector<Node> nodes;  // The first is the one that answers.
  std::vector<std::string> bridges;
  std::map<int, Guest> guests;
  Storages storages;
  Accounts accounts;
  std::string ticket_key;  // Signs tickets.

  const Node* FindNode(std::string_view node) const;
  Guest* FindGuest(int vmid);

  // The guest, if it is on that node; otherwise the text that a read of its
  // configuration file dies of.
  absl::StatusOr<Guest*> LoadGuest(int vmid, std::string_view node);

  // The guest and every volume of its vmid.
  void RemoveGuest(int vmid);

  nlohmann::json ToJson() const;
  static Cluster FromJson(const nlohmann::json& json);
};

class Randomness;

// The whole demonstration cluster: three nodes, shared and local storage, two
// templates, and guests of somebody else.
Cluster DemoCluster(Randomness& randomness, std::int64_t now);

}  // namespace nexus::simulator

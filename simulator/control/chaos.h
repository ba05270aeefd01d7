#pragma once

#include "absl/status/status.h"
#include <nlohmann/json.hpp>

#include "simulator/simulation.h"

namespace nexus::simulator {

// Does behind everybody's back what another administrator might do. `order`
// has an `action` and what it needs:
//
//   {"action": "create_guest", "vmid": 120, "node": "pve2", "config": {...}, "running": true}
//   {"action": "delete_guest", "vmid": 120}
//   {"action": "change_config", "vmid": 120, "set": {"lock": "backup"}, "delete": ["tags"]}
//   {"action": "set_power", "vmid": 120, "running": false}
//   {"action": "ignore_shutdown", "vmid": 120, "ignores": true}
//   {"action": "move_guest", "vmid": 120, "node": "pve3"}
//   {"action": "add_token", "token": "x@pve!t=secret", "privileges": ["VM.Audit"]}
//   {"action": "remove_token", "user": "x@pve", "name": "t"}
//
// INVALID_ARGUMENT for an order that makes no sense, NOT_FOUND for a guest that is not there.
absl::Status Disturb(Simulation& simulation, const nlohmann::json& order);

}  // namespace nexus::simulator

#pragma once

#include "absl/status/status.h"
#include <nlohmann/json.hpp>

#include "simulator/simulation.h"

namespace nexus::simulator {

// Does behind everybody's back what another administrator might do. `order`
// has a `kind` and what it needs:
//
//   {"kind": "create_guest", "vmid": 120, "node": "pve2", "name": "db", "config": {...}, "running":
//   true}
//   {"kind": "delete_guest", "vmid": 120}
//   {"kind": "change_config", "vmid": 120, "set": {"lock": "backup"}, "delete": ["tags"]}
//   {"kind": "set_power", "vmid": 120, "running": false}
//   {"kind": "ignore_shutdown", "vmid": 120, "ignores": true}
//   {"kind": "move_guest", "vmid": 120, "node": "pve3"}
//   {"kind": "add_token", "token": "x@pve!t=secret", "privileges": ["VM.Audit"]}
//   {"kind": "remove_token", "user": "x@pve", "name": "t"}
//
// INVALID_ARGUMENT for an order that makes no sense, NOT_FOUND for a guest that is not there.
absl::Status Disturb(Simulation& simulation, const nlohmann::json& order);

}  // namespace nexus::simulator

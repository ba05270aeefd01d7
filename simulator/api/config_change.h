#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "simulator/api/call.h"

namespace nexus::simulator {

// What a call wants changed in a guest's configuration.
struct ConfigChange {
  std::map<std::string, std::string> set;
  std::vector<std::string> deletes;
  std::vector<std::string> reverts;
  bool destroy_disks = false;  // `force`: a deleted disk is destroyed, not kept as unused.
  bool skip_lock = false;      // root@pam changes a locked guest too.
  std::string digest;          // Of the configuration it was made for; empty: of any.
};

// Reads a call's parameters, and refuses what is wrong whatever the guest is
// like: unknown options, missing privileges, keys that are none.
absl::StatusOr<ConfigChange> ParseConfigChange(const Call& call);

// Whether the guest may be changed so: not locked...
absl::Status CheckUnlocked(const Guest& guest, const ConfigChange& change);

// ...and still as the caller saw it.
absl::Status CheckChangeable(const Guest& guest, const ConfigChange& change);

// Makes the change; new disks are allocated, and old ones kept as `unusedN`.
// On failure part of it may be done, as it is with Proxmox VE.
absl::Status ApplyChange(Simulation& simulation, Guest& guest, const ConfigChange& change);

// What waited for a start takes effect.
void ApplyPending(Simulation& simulation, Guest& guest);

}  // namespace nexus::simulator

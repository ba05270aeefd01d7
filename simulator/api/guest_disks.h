#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "simulator/simulation.h"

namespace nexus::simulator {

// The storage on which a disk's value asks for a new volume (`ceph:32`,
// `ceph:cloudinit`); empty when it asks for none.
std::string StorageOfNewDisk(std::string_view value);

// Attaches what the value says, allocating it if need be. What was there
// before is kept as `unusedN`; a cloud-init drive is destroyed.
absl::Status SetDisk(Simulation& simulation, Guest& guest, const std::string& slot,
                     std::string_view value);

// Detaches a disk; with `destroy`, or from an `unusedN`, its volume goes too.
void RemoveDisk(Simulation& simulation, Guest& guest, const std::string& slot, bool destroy);

// A network card as the configuration file has it: model and MAC first, a new
// MAC where there was none.
std::string NormalisedNet(std::string_view value, Randomness& randomness);

// The same card with a new MAC.
std::string WithNewMac(std::string_view net, Randomness& randomness);

// The bridge of a network card; empty for none.
std::string BridgeOf(std::string_view net);

}  // namespace nexus::simulator

#pragma once

#include "simulator/api/router.h"

// The methods that the simulator serves, by area.

namespace nexus::simulator {

void AddAccessCalls(Router& router);       // Tickets, tokens, permissions.
void AddClusterCalls(Router& router);      // Version, resources, status, nextid.
void AddNodeCalls(Router& router);         // Nodes and their state.
void AddTaskCalls(Router& router);         // Tasks: list, status, log, stop.
void AddStorageCalls(Router& router);      // Storages and what is on them.
void AddGuestCalls(Router& router);        // Guests: list, status, pending.
void AddGuestConfigCalls(Router& router);  // A guest's configuration.
void AddGuestPowerCalls(Router& router);   // Start, stop, shutdown, reboot, reset.
void AddGuestLifeCalls(Router& router);    // Clone, resize, delete.
void AddFirewallCalls(Router& router);     // A guest's firewall: options and ipsets.
void AddFirewallRuleCalls(Router& router);

}  // namespace nexus::simulator

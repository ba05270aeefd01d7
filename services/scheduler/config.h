#pragma once

#include <string>

#include "libs/rpc/service_config.h"
#include "services/scheduler/work/cluster_worker.h"

namespace nexus::scheduler {

struct Config {
  rpc::ServiceConfig service;

  // NEXUS_SCHEDULER_KEY_FILE: seals the tokens of clusters; 32 bytes in hex, mode 600.
  std::string key_file;

  // NEXUS_SCHEDULER_INSTALLATION: our part of the mark on guests. Must never
  // change, and be another one for another installation on the same cluster.
  // NEXUS_SCHEDULER_LEASE: how long a silent owner of a cluster is believed to live.
  // NEXUS_SCHEDULER_SLOTS: tasks at once on a cluster.
  // NEXUS_SCHEDULER_TENANT_SLOTS: and of one project.
  // NEXUS_SCHEDULER_NODE_TASKS, _STORAGE_ALLOCATIONS: steps at once on a node, and
  // on a storage.
  // NEXUS_SCHEDULER_ABSENT_CONFIRM_DELAY: between the two looks for a removed guest.
  // NEXUS_SCHEDULER_UNANSWERED_SEND_WAIT: until an unanswered call can have no effect any more.
  // NEXUS_SCHEDULER_SHUTDOWN_TIMEOUT: a guest's time to shut down before it is stopped.
  // NEXUS_SCHEDULER_RETRY_BASE, _RETRY_CAP: pauses between the attempts of a task.
  // NEXUS_SCHEDULER_INVENTORY_INTERVAL: how often a cluster is read.
  WorkSettings work;
};

// Prints what is wrong and ends the process, or returns a whole configuration.
// For --migrate only the database matters.
Config LoadConfigOrExit(bool migrating);

}  // namespace nexus::scheduler

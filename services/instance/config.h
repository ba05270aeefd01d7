#pragma once

#include "libs/rpc/service_config.h"
#include "services/instance/domain/saga.h"

namespace nexus::instance {

// All that this service can be told.
struct Config {
  rpc::ServiceConfig service;

  // NEXUS_INSTANCE_GIVE_UP_AFTER, _ADDRESS_QUARANTINE, _SWEEP_PATIENCE.
  SagaSettings saga;

  // NEXUS_INSTANCE_SWEEP_PERIOD: how often rows in between are looked for.
  absl::Duration sweep_period = absl::Seconds(1);
};

// Ends the process with every complaint when the environment is wrong.
Config LoadConfigOrExit();

}  // namespace nexus::instance

#include "services/instance/config.h"

#include "libs/base/environment.h"

namespace nexus::instance {

Config LoadConfigOrExit() {
  Environment environment("NEXUS_INSTANCE_");
  Config config;
  config.service = rpc::ReadServiceConfig("instance", environment);
  config.saga.give_up_after = environment.Span("GIVE_UP_AFTER", config.saga.give_up_after);
  config.saga.address_quarantine =
      environment.Span("ADDRESS_QUARANTINE", config.saga.address_quarantine);
  config.saga.patience = environment.Span("SWEEP_PATIENCE", config.saga.patience);
  config.sweep_period = environment.Span("SWEEP_PERIOD", config.sweep_period);
  environment.ExitIfWrong();
  return config;
}

}  // namespace nexus::instance

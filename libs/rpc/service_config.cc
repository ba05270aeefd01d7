#include "libs/rpc/service_config.h"

#include <utility>

#include "absl/strings/ascii.h"

namespace nexus::rpc {

ServiceConfig ReadServiceConfig(std::string service, Environment& environment) {
  Environment shared("NEXUS_");
  ServiceConfig config;
  config.service = std::move(service);
  config.log_level = shared.Text("LOG_LEVEL", config.log_level);
  config.tls_dir = shared.Text("TLS_DIR", "");
  for (const char* name : {"auth", "instance", "billing", "audit", "scheduler"}) {
    config.targets[name] = shared.Text(absl::AsciiStrToUpper(name) + "_TARGET", "");
  }
  config.internal_listen = environment.Text("INTERNAL_LISTEN", "");
  config.public_listen = environment.Text("PUBLIC_LISTEN", "");
  config.operations_listen = environment.Text("OPERATIONS_LISTEN", "");
  config.database.connection = environment.Text("DATABASE", "");
  config.database.size = static_cast<int>(environment.Integer("DATABASE_POOL", 8, 1, 200));
  config.owner_database = environment.Text("OWNER_DATABASE", "");
  config.drain = environment.Span("DRAIN", config.drain);
  return config;
}

}  // namespace nexus::rpc

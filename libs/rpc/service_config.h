#pragma once

#include <map>
#include <string>

#include "absl/time/time.h"

#include "libs/base/environment.h"
#include "libs/db/pool.h"

namespace nexus::rpc {

// What every process of the suite can be told. Read from NEXUS_* (the same for
// all) and NEXUS_<SERVICE>_* (its own).
struct ServiceConfig {
  // `billing`.
  std::string service;

  // NEXUS_LOG_LEVEL.
  std::string log_level = "info";

  // NEXUS_TLS_DIR: ca.crt, <service>.crt and .key (SPIFFE id spiffe://nexus/<service>),
  // public.crt and .key for those who come from outside.
  std::string tls_dir;

  // NEXUS_AUTH_TARGET, NEXUS_INSTANCE_TARGET, ...: gRPC targets of the services,
  // such as `ipv4:127.0.0.1:7101,127.0.0.1:7111` or `dns:///auth:7100`.
  std::map<std::string, std::string> targets;

  // NEXUS_<SERVICE>_INTERNAL_LISTEN: mutual TLS, for the suite's own processes.
  std::string internal_listen;

  // NEXUS_<SERVICE>_PUBLIC_LISTEN: TLS, for integrators with API tokens. Empty: none.
  std::string public_listen;

  // NEXUS_<SERVICE>_OPERATIONS_LISTEN: plain HTTP with /healthz, /readyz, /metrics.
  std::string operations_listen;

  // NEXUS_<SERVICE>_DATABASE, _DATABASE_POOL (connections, and with it call bodies at once).
  db::PoolOptions database;

  // NEXUS_<SERVICE>_OWNER_DATABASE: only for --migrate.
  std::string owner_database;

  // NEXUS_<SERVICE>_DRAIN: how long a SIGTERM waits for calls at work.
  absl::Duration drain = absl::Seconds(10);
};

// `service` such as "billing". Complaints are left in `environment` (made for
// NEXUS_<SERVICE>_), for the caller's ExitIfWrong.
ServiceConfig ReadServiceConfig(std::string service, Environment& environment);

}  // namespace nexus::rpc

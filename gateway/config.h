#pragma once

#include <string>

#include "gateway/front/trusted_proxies.h"
#include "libs/rpc/service_config.h"

namespace nexus::gateway {

// What the gateway can be told: NEXUS_GATEWAY_* and what all processes share.
struct Config {
  rpc::ServiceConfig shared;

  // NEXUS_GATEWAY_LISTEN: HTTPS, `0.0.0.0:8443`.
  std::string listen;

  // NEXUS_GATEWAY_CERTIFICATE_FILE and _KEY_FILE: PEM.
  std::string certificate_file;
  std::string key_file;

  // NEXUS_GATEWAY_PUBLIC_ORIGIN: how browsers call this site, `https://cloud.example`.
  // Empty: as the Host header says.
  std::string public_origin;

  // NEXUS_GATEWAY_WEB_ROOT: the built web client. Empty: the API only.
  std::string web_root;

  // NEXUS_GATEWAY_TRUSTED_PROXIES: `10.0.0.0/8, 192.0.2.7`.
  TrustedProxies trusted_proxies;
};

// Ends the process with every complaint when something is wrong.
Config LoadConfigOrExit();

}  // namespace nexus::gateway

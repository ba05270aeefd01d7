#pragma once

#include <string>

#include "libs/rpc/service_config.h"

namespace nexus::billing {

// What billing can be told, by NEXUS_BILLING_*.
struct Config {
  rpc::ServiceConfig service;

  // NEXUS_BILLING_CURRENCY: ISO 4217. All books are kept in it; it cannot be
  // changed after the first start.
  std::string currency = "EUR";
};

// Ends the process, with every complaint, when something is wrong.
Config LoadConfigOrExit();

}  // namespace nexus::billing

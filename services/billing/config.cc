#include "services/billing/config.h"

#include <algorithm>

#include <fmt/format.h>

#include "libs/base/environment.h"

namespace nexus::billing {
namespace {

bool IsCurrencyCode(const std::string& text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return 'A' <= c && c <= 'Z'; });
}

}  // namespace

Config LoadConfigOrExit() {
  Environment environment("NEXUS_BILLING_");
  Config config;
  config.service = rpc::ReadServiceConfig("billing", environment);
  config.currency = environment.Text("CURRENCY", config.currency);
  if (!IsCurrencyCode(config.currency)) {
    environment.Complain(
        fmt::format("NEXUS_BILLING_CURRENCY must be three capital letters such as EUR, not '{}'",
                    config.currency));
  }
  environment.ExitIfWrong();
  return config;
}

}  // namespace nexus::billing

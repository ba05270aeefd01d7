#include "gateway/config.h"

#include <utility>

#include "absl/strings/match.h"
#include <fmt/format.h>

#include "libs/base/environment.h"
#include "libs/base/status.h"

namespace nexus::gateway {

Config LoadConfigOrExit() {
  Environment environment("NEXUS_GATEWAY_");
  Config config;
  config.shared = rpc::ReadServiceConfig("gateway", environment);
  config.listen = environment.RequiredText("LISTEN");
  config.certificate_file = environment.RequiredText("CERTIFICATE_FILE");
  config.key_file = environment.RequiredText("KEY_FILE");
  config.public_origin = environment.Text("PUBLIC_ORIGIN", "");
  config.web_root = environment.Text("WEB_ROOT", "");
  auto proxies = TrustedProxies::Parse(environment.Text("TRUSTED_PROXIES", ""));
  if (proxies.ok()) {
    config.trusted_proxies = *std::move(proxies);
  } else {
    environment.Complain("NEXUS_GATEWAY_TRUSTED_PROXIES: " + MessageOf(proxies.status()));
  }
  const bool origin_fits =
      config.public_origin.empty() || (absl::StartsWith(config.public_origin, "https://") &&
                                       config.public_origin.find('/', 8) == std::string::npos);
  if (!origin_fits) {
    environment.Complain("NEXUS_GATEWAY_PUBLIC_ORIGIN must be https://host[:port] without a path");
  }
  for (const auto& [service, target] : config.shared.targets) {
    if (target.empty()) environment.Complain(fmt::format("no target for the service {}", service));
  }
  environment.ExitIfWrong();
  return config;
}

}  // namespace nexus::gateway

#include "simulator/config.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::simulator {
namespace {

constexpr std::pair<std::string_view, std::string Config::*> kTexts[] = {
    {"--listen", &Config::listen},
    {"--control", &Config::control},
    {"--state", &Config::state_file},
    {"--certificate", &Config::certificate_file},
    {"--private-key", &Config::private_key_file},
    {"--api-token", &Config::api_token},
    {"--root-password", &Config::root_password},
    {"--log-level", &Config::log_level},
};

bool ParseInteger(std::string_view text, auto& number) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

// `--clone-ms 200` is the setting clone_ms.
absl::Status SetSetting(Settings& settings, std::string_view flag, const std::string& value) {
  std::string name(flag.substr(2));
  std::replace(name.begin(), name.end(), '-', '_');
  std::int64_t number = 0;
  nlohmann::json json = value;
  if (ParseInteger(value, number)) json = number;
  return Change(settings, {{name, json}});
}

absl::Status Set(Config& config, std::string_view flag, const std::string& value) {
  for (const auto& [name, member] : kTexts) {
    if (flag != name) continue;
    config.*member = value;
    return absl::OkStatus();
  }
  if (flag == "--seed") {
    if (ParseInteger(value, config.seed)) return absl::OkStatus();
    return absl::InvalidArgumentError("--seed must be a number");
  }
  return SetSetting(config.settings, flag, value);
}

absl::Status CheckWhole(const Config& config) {
  if (config.certificate_file.empty() != config.private_key_file.empty()) {
    return absl::InvalidArgumentError("--certificate and --private-key go together");
  }
  const auto bang = config.api_token.find('!');
  const bool token_complete = bang != std::string::npos && bang > 0 &&
                              config.api_token.find('=', bang) != std::string::npos;
  if (!config.api_token.empty() && !token_complete) {
    return absl::InvalidArgumentError("--api-token must be user@realm!name=secret");
  }
  return absl::OkStatus();
}

}  // namespace

const char kUsage[] = R"(nexus-pve-simulator: a Proxmox VE API in memory

  --listen ADDRESS:PORT    where to serve the API over TLS (127.0.0.1:8006; port 0: any)
  --control ADDRESS:PORT   where to serve faults and inspection over plain HTTP (off)
  --state FILE             keep the cluster in this file
  --certificate FILE       PEM; made beside the state when not given
  --private-key FILE       PEM
  --print-fingerprint      print the certificate's SHA-256 fingerprint and end
  --api-token TOKEN        user@realm!name=secret, with the privileges an operator needs
  --root-password TEXT     lets root@pam log in
  --clone-ms N, --start-ms N, --stop-ms N, --auth-delay-ms N, ...   see README.md
  --seed N                 the same seed gives the same MACs and UUIDs
  --log-level LEVEL        debug, info, warn or error
)";

absl::StatusOr<Config> ParseConfig(int count, const char* const* words) {
  Config config;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--help") config.help = true;
    if (word == "--print-fingerprint") config.print_fingerprint = true;
    if (word == "--help" || word == "--print-fingerprint") continue;
    if (!word.starts_with("--")) {
      return absl::InvalidArgumentError(fmt::format("{} is no option", word));
    }
    const auto equals = word.find('=');
    std::string value;
    if (equals != std::string_view::npos) {
      value = word.substr(equals + 1);
    } else if (++i < count) {
      value = words[i];
    } else {
      return absl::InvalidArgumentError(fmt::format("{} needs a value", word));
    }
    if (absl::Status set = Set(config, word.substr(0, equals), value); !set.ok()) return set;
  }
  if (absl::Status whole = CheckWhole(config); !whole.ok()) return whole;
  return config;
}

}  // namespace nexus::simulator

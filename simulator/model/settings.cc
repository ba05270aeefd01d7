#include "simulator/model/settings.h"

#include <utility>

#include <fmt/format.h>

namespace nexus::simulator {
namespace {

constexpr std::pair<const char*, std::int64_t Settings::*> kNumbers[] = {
    {"clone_ms", &Settings::clone_ms},
    {"start_ms", &Settings::start_ms},
    {"stop_ms", &Settings::stop_ms},
    {"shutdown_ms", &Settings::shutdown_ms},
    {"destroy_ms", &Settings::destroy_ms},
    {"resize_ms", &Settings::resize_ms},
    {"config_ms", &Settings::config_ms},
    {"fork_ms", &Settings::fork_ms},
    {"auth_delay_ms", &Settings::auth_delay_ms},
    {"lock_wait_ms", &Settings::lock_wait_ms},
    {"clone_lock_wait_ms", &Settings::clone_lock_wait_ms},
    {"resources_lag_ms", &Settings::resources_lag_ms},
    {"workers_per_node", &Settings::workers_per_node},
    {"forward_timeout_ms", &Settings::forward_timeout_ms},
    {"clock_offset_s", &Settings::clock_offset_s},
};

absl::Status ChangeOne(Settings& settings, const std::string& name, const nlohmann::json& value) {
  if (name == "number_style") {
    if (value != "native" && value != "strings") {
      return absl::InvalidArgumentError("number_style is `native` or `strings`");
    }
    settings.number_style = value;
    return absl::OkStatus();
  }
  for (const auto& [known, member] : kNumbers) {
    if (name != known) continue;
    const bool may_be_negative = member == &Settings::clock_offset_s;
    if (!value.is_number_integer() || (value.get<std::int64_t>() < 0 && !may_be_negative)) {
      return absl::InvalidArgumentError(fmt::format("{} must be a number, not below 0", name));
    }
    settings.*member = value;
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(fmt::format("there is no setting {}", name));
}

}  // namespace

nlohmann::json ToJson(const Settings& settings) {
  nlohmann::json json = {{"number_style", settings.number_style}};
  for (const auto& [name, member] : kNumbers) json[name] = settings.*member;
  return json;
}

absl::Status Change(Settings& settings, const nlohmann::json& changes) {
  if (!changes.is_object()) return absl::InvalidArgumentError("settings are a JSON object");
  Settings changed = settings;
  for (const auto& [name, value] : changes.items()) {
    if (absl::Status status = ChangeOne(changed, name, value); !status.ok()) return status;
  }
  settings = std::move(changed);
  return absl::OkStatus();
}

}  // namespace nexus::simulator

#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include <nlohmann/json.hpp>

namespace nexus::simulator {

// How long things take and how numbers look; may change while running.
// Milliseconds, unless the name says otherwise.
struct Settings {
  // Work inside tasks.
  std::int64_t clone_ms = 2000;
  std::int64_t start_ms = 1000;
  std::int64_t stop_ms = 500;
  std::int64_t shutdown_ms = 1500;  // Until a guest has reacted.
  std::int64_t destroy_ms = 0;
  std::int64_t resize_ms = 0;
  std::int64_t config_ms = 0;

  // Before the answer of a call that starts a task.
  std::int64_t fork_ms = 0;

  // Before each 401.
  std::int64_t auth_delay_ms = 3000;

  // How long a call waits for a guest's lock file; a clone waits less.
  std::int64_t lock_wait_ms = 10'000;
  std::int64_t clone_lock_wait_ms = 1000;

  // The age up to which /cluster/resources is stale; 0 is always fresh.
  std::int64_t resources_lag_ms = 10'000;

  // How many privileged calls a node works on at once, and how long the proxy waits for one.
  std::int64_t workers_per_node = 3;
  std::int64_t forward_timeout_ms = 30'000;

  // Added to the cluster's clock, so that a test can make a ticket old.
  std::int64_t clock_offset_s = 0;

  // `native`: numbers are numbers. `strings`: those that old releases send as text are text.
  std::string number_style = "native";
};

nlohmann::json ToJson(const Settings& settings);

// Takes what `changes` names. INVALID_ARGUMENT, and nothing taken, for an
// unknown name or a value of the wrong kind.
absl::Status Change(Settings& settings, const nlohmann::json& changes);

}  // namespace nexus::simulator

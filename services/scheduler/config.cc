#include "services/scheduler/config.h"

#include <algorithm>
#include <cctype>

namespace nexus::scheduler {
namespace {

bool IsInstallation(const std::string& text) {
  return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-';
  });
}

TaskSettings ReadTaskSettings(Environment& environment) {
  TaskSettings settings;
  settings.installation = environment.Text("INSTALLATION", "");
  settings.removal_times.confirm_delay =
      environment.Span("ABSENT_CONFIRM_DELAY", settings.removal_times.confirm_delay);
  const absl::Duration unanswered =
      environment.Span("UNANSWERED_SEND_WAIT", settings.step_times.unanswered_wait);
  settings.step_times.unanswered_wait = unanswered;
  settings.removal_times.unanswered_wait = unanswered;
  settings.shutdown_patience = environment.Span("SHUTDOWN_TIMEOUT", settings.shutdown_patience);
  settings.backoff.base = environment.Span("RETRY_BASE", settings.backoff.base);
  settings.backoff.cap = environment.Span("RETRY_CAP", settings.backoff.cap);
  return settings;
}

}  // namespace

Config LoadConfigOrExit(bool migrating) {
  Environment environment("NEXUS_SCHEDULER_");
  Config config;
  config.service = rpc::ReadServiceConfig("scheduler", environment);
  config.key_file = environment.Text("KEY_FILE", "");
  config.work.tasks = ReadTaskSettings(environment);
  config.work.database = config.service.database;
  config.work.lease = environment.Span("LEASE", config.work.lease);
  config.work.slots = static_cast<int>(environment.Integer("SLOTS", config.work.slots, 1, 1000));
  config.work.tenant_slots =
      static_cast<int>(environment.Integer("TENANT_SLOTS", config.work.tenant_slots, 1, 1000));
  SlotLimits& at_once = config.work.tasks.slots;
  at_once.per_node = static_cast<int>(environment.Integer("NODE_TASKS", at_once.per_node, 1, 100));
  at_once.per_storage =
      static_cast<int>(environment.Integer("STORAGE_ALLOCATIONS", at_once.per_storage, 1, 100));
  config.work.inventory_interval =
      environment.Span("INVENTORY_INTERVAL", config.work.inventory_interval);
  if (!migrating) {
    if (config.key_file.empty()) {
      environment.Complain("NEXUS_SCHEDULER_KEY_FILE must name the file of the key.");
    }
    if (!IsInstallation(config.work.tasks.installation)) {
      environment.Complain(
          "NEXUS_SCHEDULER_INSTALLATION must be 1 to 40 letters, digits and dashes.");
    }
    if (config.work.lease < absl::Seconds(1)) {
      environment.Complain("NEXUS_SCHEDULER_LEASE must be at least 1s.");
    }
  }
  environment.ExitIfWrong();
  return config;
}

}  // namespace nexus::scheduler

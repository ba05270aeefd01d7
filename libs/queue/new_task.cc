#include <fmt/format.h>

#include "libs/base/status.h"
#include "libs/queue/task.h"

namespace nexus::queue {
namespace {

constexpr std::size_t kMostPayload = 256 * 1024;
const absl::Duration kFarthest = absl::Hours(24) * 365;

// Clocks differ a little, and a task may have been on its way.
constexpr absl::Duration kLatest = absl::Minutes(1);

absl::Status Invalid(std::string_view reason, std::string_view message) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, "queue.nexus", message);
}

}  // namespace

absl::Status CheckNewTask(const NewTask& task, absl::Time now) {
  if (task.payload.size() > kMostPayload) {
    return Invalid("PAYLOAD_TOO_LARGE",
                   fmt::format("a task may say {} bytes at most, this one says {}", kMostPayload,
                               task.payload.size()));
  }
  if (task.priority < 0 || task.priority > 9) {
    return Invalid("PRIORITY_INVALID",
                   fmt::format("{} is not a priority of 0 to 9", task.priority));
  }
  if (task.run_at && *task.run_at < now - kLatest) {
    return Invalid("RUN_AT_INVALID", "the time that a task is to begin at is past");
  }
  if (task.run_at && *task.run_at > now + kFarthest) {
    return Invalid("RUN_AT_INVALID", "a task may not be put off for more than a year");
  }
  return absl::OkStatus();
}

}  // namespace nexus::queue

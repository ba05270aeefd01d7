#include "tests/bench/queue/driver/job.h"

#include <chrono>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nexus::queue_driver {

queue::NewTask TaskFor(const Job& job, IdSource& ids) {
  queue::NewTask task;
  task.id = ids.NewId();
  task.shard = kShards[static_cast<std::size_t>(job.id) % std::size(kShards)];
  task.kind = "noop";
  task.tenant = kTenant;
  task.serial_key = fmt::format("{}/instances/{}", kTenant, task.id);
  task.payload = fmt::format(R"({{"id":{},"t":{}}})", job.id, job.sent);
  return task;
}

absl::StatusOr<Job> JobOf(const queue::Task& task) {
  const auto payload = nlohmann::json::parse(task.payload, nullptr, /*allow_exceptions=*/false);
  if (!payload.is_object() || !payload.contains("id") || !payload.contains("t")) {
    return absl::InvalidArgumentError(fmt::format("task {} carries no job", task.id));
  }
  return Job{payload["id"].get<std::int64_t>(), payload["t"].get<std::int64_t>()};
}

std::int64_t NowMicros() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

}  // namespace nexus::queue_driver

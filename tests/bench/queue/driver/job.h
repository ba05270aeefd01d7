#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

#include "libs/base/ids.h"
#include "libs/queue/task.h"

namespace nexus::queue_driver {

// The two shards that the bench's tasks are spread over, as two clusters would be.
inline constexpr const char* kShards[] = {"bench-1", "bench-2"};

// What the tasks of the bench belong to.
inline constexpr char kTenant[] = "projects/bench";

// What travels in a task's payload.
struct Job {
  std::int64_t id = 0;

  // Microseconds since 1970, just before it was enqueued.
  std::int64_t sent = 0;
};

// For a machine of its own, so that no job waits for another.
queue::NewTask TaskFor(const Job& job, IdSource& ids);

absl::StatusOr<Job> JobOf(const queue::Task& task);

std::int64_t NowMicros();

}  // namespace nexus::queue_driver

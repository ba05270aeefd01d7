#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "libs/queue/task.h"

namespace nexus::queue {

// Which tasks; an empty field matches any.
struct QueueFilter {
  std::optional<State> state;

  // Dead letters only: what has ended as failed.
  bool failed = false;

  // Only what waits for its next try.
  bool retrying = false;

  std::string shard;
  std::string kind;
  std::string tenant;

  // Of the error.
  std::string reason;
};

struct QueueList {
  QueueFilter filter;

  // Oldest first: who waits longest. Else newest first.
  bool oldest_first = false;

  // Where the last page ended; empty: from the beginning.
  std::string after_id;
  int limit = 50;
};

// A task, and when it may be begun.
struct QueuedTask {
  Task task;
  absl::Time run_at;
};

// What became of a task that was to be tried at once.
enum class RetryOutcome {
  kRetried,  // It may be begun now.
  kReady,    // It might be begun all along; something else holds it.
  kRunning,
  kEnded,
  kNotFound,
};

struct Retry {
  std::string id;
  std::string tenant;
  RetryOutcome outcome = RetryOutcome::kNotFound;
};

// The most that one call retries.
inline constexpr int kMostRetries = 1000;

}  // namespace nexus::queue

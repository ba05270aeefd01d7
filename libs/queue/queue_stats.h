#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "libs/queue/task.h"

namespace nexus::queue {

// How much there is of one kind on one shard.
struct Depth {
  std::string shard;
  std::string kind;
  State state = State::kWaiting;
  std::int64_t tasks = 0;
};

// The queue in numbers, as of now.
struct QueueStats {
  // Of what waits or runs; none where there is nothing.
  std::vector<Depth> depths;

  // How long the longest waits of those whose time has come; zero for none.
  absl::Duration oldest_due;

  // How often the tasks that are open were taken over from an owner that vanished.
  std::int64_t rescues = 0;

  // Dead letters that are kept, and those of the last day.
  std::int64_t failed = 0;
  std::int64_t failed_last_day = 0;

  // Of the tasks that came in the last hour: how many ended, and how many of
  // these well; the time until the start that 95 of 100 did not exceed.
  std::int64_t ended_last_hour = 0;
  std::int64_t succeeded_last_hour = 0;
  absl::Duration start_delay_p95;

  // Rows that vacuum has not yet returned, in all of the queue's tables.
  std::int64_t dead_rows = 0;

  // Of the oldest open transaction of those that this role may see; zero for none.
  absl::Duration oldest_transaction;

  // How many transactions ago the oldest snapshot of anybody here was taken: what
  // vacuum cannot clean up after.
  std::int64_t oldest_snapshot = 0;
};

}  // namespace nexus::queue

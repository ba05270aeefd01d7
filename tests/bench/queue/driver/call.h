#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace nexus::queue_driver {

// What the program was asked to do.
struct Call {
  // setup, enqueue, produce, worker, pending or expire-leases.
  std::string name;

  // --n, --batch, --conc: how many jobs, how many in one call, on how many connections.
  int jobs = 1;
  int batch = 1;
  int connections = 1;

  // --rate: jobs a second; 0: one for each line that is read.
  int rate = 0;

  // --profile: see Profile.
  std::string profile = "c10";

  // --report jobs: a line for each start and end, rather than counts.
  bool report_jobs = false;

  // --sleep-ms: how long a job takes.
  absl::Duration sleep;
};

// INVALID_ARGUMENT with a sentence for what it does not know.
absl::StatusOr<Call> ParseCall(const std::vector<std::string>& words);

// The settings that a worker runs with; the scheduler has the same ones.
struct Profile {
  // NEXUS_SCHEDULER_SLOTS: tasks of one shard at once.
  int slots = 64;

  // NEXUS_SCHEDULER_LEASE.
  absl::Duration lease = absl::Seconds(3);

  // Threads that run jobs and write their ends; the scheduler has four.
  int threads = 4;
};

absl::StatusOr<Profile> ProfileNamed(const std::string& name);

}  // namespace nexus::queue_driver

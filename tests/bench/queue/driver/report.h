#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "tests/bench/queue/driver/job.h"

namespace nexus::queue_driver {

// Tells on standard output what a worker does: a line for each start and end of
// a job, or the count of ended ones every 250 jobs and every 20 ms while it
// changes. Thread-safe.
class Report {
 public:
  explicit Report(bool each_job);

  // Tells the last count.
  ~Report();

  // Now there is somebody who listens for work.
  void Ready();

  void Started(const Job& job, int attempt);
  void Ended(const Job& job);

 private:
  void Run();
  void TellCount();

  const bool each_job_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::int64_t done_ = 0;
  std::int64_t told_ = 0;
  std::int64_t first_start_ = 0;
  std::int64_t last_end_ = 0;
  bool stopping_ = false;
  std::thread ticker_;
};

}  // namespace nexus::queue_driver

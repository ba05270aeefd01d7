#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace nexus::auth {

// Threads that give way to all others (nice 19), with a bounded queue. Thread-safe.
class BackgroundThreads {
 public:
  BackgroundThreads(int threads, int queue);

  // Ends what is queued, then joins.
  ~BackgroundThreads();

  // Runs `work` on one of the threads and waits for it. False when the queue is
  // full; `work` then never runs.
  bool Run(const std::function<void()>& work);

 private:
  struct Job;
  void Work();

  const std::size_t capacity_;
  absl::Mutex mutex_;
  std::deque<Job*> queue_ ABSL_GUARDED_BY(mutex_);
  int idle_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;
};

}  // namespace nexus::auth

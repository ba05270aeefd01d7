#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace nexus::rpc {

// A bounded number of threads with a bounded queue. Thread-safe.
class WorkerPool {
 public:
  WorkerPool(int threads, int queue);

  // Ends what is queued, then joins.
  ~WorkerPool();

  // False when the queue is full; `work` then never runs.
  bool Offer(std::function<void()> work);

 private:
  void Run();

  absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  const std::size_t capacity_;
  std::vector<std::thread> threads_;
};

}  // namespace nexus::rpc

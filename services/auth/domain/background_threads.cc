#include "services/auth/domain/background_threads.h"

#include <sys/resource.h>
#include <unistd.h>

#include "absl/synchronization/notification.h"

#include "libs/base/log.h"

namespace nexus::auth {
namespace {

constexpr int kLowestPriority = 19;

// On Linux a priority belongs to the thread, and 0 means the calling one.
void LowerPriority() {
  if (setpriority(PRIO_PROCESS, 0, kLowestPriority) != 0) {
    spdlog::warn("hashing threads keep their priority");
  }
}

}  // namespace

struct BackgroundThreads::Job {
  const std::function<void()>& work;
  absl::Notification done;
};

BackgroundThreads::BackgroundThreads(int threads, int queue) : capacity_(queue), idle_(threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

BackgroundThreads::~BackgroundThreads() {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
}

bool BackgroundThreads::Run(const std::function<void()>& work) {
  Job job{work};
  {
    absl::MutexLock lock(&mutex_);
    // What an idle thread will take at once does not wait.
    if (queue_.size() >= capacity_ + static_cast<std::size_t>(idle_)) return false;
    queue_.push_back(&job);
  }
  job.done.WaitForNotification();
  return true;
}

void BackgroundThreads::Work() {
  LowerPriority();
  const auto has_news = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !queue_.empty();
  };
  while (true) {
    Job* job = nullptr;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_news));
      if (queue_.empty()) return;
      job = queue_.front();
      queue_.pop_front();
      --idle_;
    }
    job->work();
    {
      absl::MutexLock lock(&mutex_);
      ++idle_;
    }
    job->done.Notify();
  }
}

}  // namespace nexus::auth

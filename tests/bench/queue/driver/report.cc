#include "tests/bench/queue/driver/report.h"

#include <chrono>
#include <cstdio>

#include <fmt/format.h>

namespace nexus::queue_driver {
namespace {

constexpr std::int64_t kJobsPerLine = 250;
constexpr auto kTick = std::chrono::milliseconds(20);

// Whoever measures waits for each line.
template <typename... Values>
void Tell(const char* format, const Values&... values) {
  fmt::print(fmt::runtime(format), values...);
  std::fflush(stdout);
}

}  // namespace

Report::Report(bool each_job) : each_job_(each_job), ticker_([this] { Run(); }) {}

Report::~Report() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  ticker_.join();
}

void Report::Ready() {
  std::lock_guard lock(mutex_);
  Tell("{{\"ready\":true}}\n");
}

void Report::Started(const Job& job, int attempt) {
  const std::int64_t now = NowMicros();
  std::lock_guard lock(mutex_);
  if (first_start_ == 0) first_start_ = now;
  if (each_job_) Tell("S {} {} {} {}\n", job.id, job.sent, now, attempt);
}

void Report::Ended(const Job& job) {
  std::lock_guard lock(mutex_);
  last_end_ = NowMicros();
  ++done_;
  if (each_job_) {
    Tell("E {} {}\n", job.id, last_end_);
  } else if (done_ - told_ >= kJobsPerLine) {
    TellCount();
  }
}

void Report::TellCount() {
  if (each_job_ || done_ == told_) return;
  told_ = done_;
  Tell("{{\"done\":{},\"first\":{},\"t\":{}}}\n", done_, first_start_, last_end_);
}

void Report::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, kTick, [this] { return stopping_; });
    TellCount();
  }
}

}  // namespace nexus::queue_driver

#include "libs/rpc/refusals.h"

namespace nexus::rpc {
namespace {

constexpr int kPerMinute = 20;
constexpr std::size_t kMaxWindows = 10'000;

}  // namespace

int Refusals::Count(const std::string& address, const std::string& method, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (windows_.size() > kMaxWindows) windows_.clear();  // Bounded memory over exact counts.
  Window& window = windows_[{address, method}];
  if (now - window.begin >= absl::Minutes(1)) {
    const int held_back = window.held_back;
    window = {.begin = now, .recorded = 1, .held_back = 0};
    return held_back + 1;
  }
  if (window.recorded < kPerMinute) {
    ++window.recorded;
    return 1;
  }
  ++window.held_back;
  return 0;
}

}  // namespace nexus::rpc

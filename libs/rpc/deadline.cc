#include "libs/rpc/deadline.h"

#include <utility>

namespace nexus::rpc {
namespace {

constexpr auto kNone = std::chrono::system_clock::time_point::max();
thread_local std::chrono::system_clock::time_point current = kNone;

}  // namespace

absl::Duration TimeLeft() {
  if (current == kNone) return absl::InfiniteDuration();
  return absl::FromChrono(std::chrono::duration_cast<std::chrono::nanoseconds>(
      current - std::chrono::system_clock::now()));
}

ScopedDeadline::ScopedDeadline(std::chrono::system_clock::time_point deadline)
    : former_(std::exchange(current, deadline)) {}

ScopedDeadline::~ScopedDeadline() { current = former_; }

}  // namespace nexus::rpc

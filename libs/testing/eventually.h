#pragma once

#include <chrono>
#include <thread>

namespace nexus::testing {

// Whether `condition` becomes true within `at_most`: asked often, so a test
// waits for what it needs and no longer.
template <typename Condition>
bool Eventually(Condition condition,
                std::chrono::milliseconds at_most = std::chrono::milliseconds(20'000)) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace nexus::testing

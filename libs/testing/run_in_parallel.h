#pragma once

#include <latch>
#include <thread>
#include <vector>

namespace nexus::testing {

template <typename Body>
auto RunInParallel(int threads, int each, Body body) -> std::vector<decltype(body())> {
  std::vector<std::vector<decltype(body())>> results(threads);
  std::latch start(threads);
  {
    std::vector<std::jthread> running;
    for (auto& mine : results) {
      running.emplace_back([&] {
        start.arrive_and_wait();
        for (int i = 0; i < each; ++i) mine.push_back(body());
      });
    }
  }
  std::vector<decltype(body())> all;
  for (auto& mine : results) {
    for (auto& result : mine) all.push_back(std::move(result));
  }
  return all;
}

}  // namespace nexus::testing

#include "simulator/api/workers.h"

#include <chrono>

namespace nexus::simulator {

namespace asio = boost::asio;

Workers::Held::~Held() {
  if (workers_ == nullptr) return;
  Line& line = workers_->lines_[node_];
  --line.busy;
  if (!line.waiting.empty()) line.waiting.front()->Wake();
}

asio::awaitable<Workers::Held> Workers::Take(std::string node, std::int64_t most, Pause& pause) {
  Line& line = lines_[node];
  line.waiting.push_back(&pause);
  while (line.busy >= most || line.waiting.front() != &pause) {
    // Nobody interrupts this: a queued call is served, however late.
    (void)co_await pause.Until(Pause::Clock::now() + std::chrono::hours(1));
  }
  line.waiting.pop_front();
  ++line.busy;
  if (line.busy < most && !line.waiting.empty()) line.waiting.front()->Wake();
  co_return Held(*this, std::move(node));
}

}  // namespace nexus::simulator

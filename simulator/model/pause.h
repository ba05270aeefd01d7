#pragma once

#include <chrono>

#include "absl/status/status.h"
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace nexus::simulator {

// Waiting, of one coroutine, that others may cut short. Single-threaded.
class Pause {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Pause(boost::asio::any_io_executor executor) : timer_(std::move(executor)) {}

  // Until `deadline`, or Wake. Answers the interruption, from then on always.
  boost::asio::awaitable<absl::Status> Until(Clock::time_point deadline);
  boost::asio::awaitable<absl::Status> For(std::chrono::milliseconds span);

  // The waiter looks again at what it waits for.
  void Wake() { timer_.cancel(); }

  // Ends this wait and all later ones with `why`. The first reason stays.
  void Interrupt(absl::Status why);
  bool interrupted() const { return !why_.ok(); }

 private:
  boost::asio::steady_timer timer_;
  absl::Status why_;
};

}  // namespace nexus::simulator

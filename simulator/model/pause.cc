#include "simulator/model/pause.h"

#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace nexus::simulator {

namespace asio = boost::asio;

asio::awaitable<absl::Status> Pause::Until(Clock::time_point deadline) {
  if (why_.ok()) {
    timer_.expires_at(deadline);
    boost::system::error_code woken;  // Not an error: somebody called Wake.
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  co_return why_;
}

asio::awaitable<absl::Status> Pause::For(std::chrono::milliseconds span) {
  const auto deadline = Clock::now() + span;
  absl::Status status = why_;
  while (status.ok() && Clock::now() < deadline) status = co_await Until(deadline);
  co_return status;
}

void Pause::Interrupt(absl::Status why) {
  if (why_.ok()) why_ = std::move(why);
  timer_.cancel();
}

}  // namespace nexus::simulator

#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "libs/base/status.h"

// What waits for a hypervisor is a coroutine on the process's one loop. Three
// rules keep GCC 12 from making wrong code: an argument of a co_await is a named
// variable, never an aggregate or a lambda made in place; no co_await stands in a
// conditional expression; and parameters that outlive the call are passed by value.

namespace nexus::scheduler {

template <typename T>
using Async = boost::asio::awaitable<absl::StatusOr<T>>;
using AsyncStatus = boost::asio::awaitable<absl::Status>;

inline boost::asio::awaitable<void> Pause(absl::Duration span) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(span));
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace nexus::scheduler

#define NEXUS_CO_RETURN_IF_ERROR(expression)              \
  do {                                                    \
    absl::Status nexus_co_status = (expression);          \
    if (!nexus_co_status.ok()) co_return nexus_co_status; \
  } while (false)

#define NEXUS_CO_ASSIGN_OR_RETURN(target, expression) \
  NEXUS_CO_ASSIGN_OR_RETURN_AS(NEXUS_CONCAT(nexus_co_or_, __COUNTER__), target, expression)
#define NEXUS_CO_ASSIGN_OR_RETURN_AS(result, target, expression) \
  auto result = (expression);                                    \
  if (!result.ok()) co_return std::move(result).status();        \
  target = *std::move(result)

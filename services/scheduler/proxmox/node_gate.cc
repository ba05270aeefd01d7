#include "services/scheduler/proxmox/node_gate.h"

#include <boost/asio/redirect_error.hpp>

namespace nexus::scheduler::proxmox {

boost::asio::awaitable<NodeGate::Pass> NodeGate::Enter(std::string node) {
  Node& entered = nodes_[node];
  if (entered.inside >= at_once_) {
    auto turn = std::make_shared<boost::asio::steady_timer>(
        co_await boost::asio::this_coro::executor, boost::asio::steady_timer::time_point::max());
    entered.waiting.push_back(turn);
    boost::system::error_code woken;
    co_await turn->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    co_return Pass(*this, std::move(node));  // Who left has handed its place over.
  }
  ++entered.inside;
  co_return Pass(*this, std::move(node));
}

void NodeGate::Leave(const std::string& node) {
  Node& left = nodes_[node];
  // A waiter whose coroutine is gone holds nothing but its place in the line.
  while (!left.waiting.empty()) {
    const auto turn = std::move(left.waiting.front());
    left.waiting.pop_front();
    if (turn.use_count() == 1) continue;
    turn->cancel();
    return;
  }
  --left.inside;
}

}  // namespace nexus::scheduler::proxmox

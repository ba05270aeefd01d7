#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "services/scheduler/domain/coroutine.h"

namespace nexus::scheduler::proxmox {

// Lets few calls through to a node at once: it has three privileged workers, and
// one that waits for a lock keeps its worker. Runs on the loop.
class NodeGate {
 public:
  explicit NodeGate(int at_once) : at_once_(at_once) {}

  // Open until it is destroyed.
  class Pass {
   public:
    Pass(NodeGate& gate, std::string node) : gate_(&gate), node_(std::move(node)) {}
    Pass(Pass&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), node_(std::move(other.node_)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->Leave(node_);
    }

   private:
    NodeGate* gate_;
    std::string node_;
  };

  // Waits its turn.
  boost::asio::awaitable<Pass> Enter(std::string node);

  // Nobody waits any more.
  void Discard() { nodes_.clear(); }

 private:
  struct Node {
    int inside = 0;
    std::deque<std::shared_ptr<boost::asio::steady_timer>> waiting;
  };

  void Leave(const std::string& node);

  const int at_once_;
  std::map<std::string, Node> nodes_;
};

}  // namespace nexus::scheduler::proxmox

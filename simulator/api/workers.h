#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "simulator/model/pause.h"

namespace nexus::simulator {

// The privileged workers of each node. A call has one to itself until it is
// answered, also while it only waits; the next call waits in line.
class Workers {
 public:
  class Held {
   public:
    Held(Workers& workers, std::string node) : workers_(&workers), node_(std::move(node)) {}
    Held(Held&& other) noexcept
        : workers_(std::exchange(other.workers_, nullptr)), node_(std::move(other.node_)) {}
    Held& operator=(Held&&) = delete;
    ~Held();

   private:
    Workers* workers_;
    std::string node_;
  };

  // `most` is how many workers the node has.
  boost::asio::awaitable<Held> Take(std::string node, std::int64_t most, Pause& pause);

 private:
  struct Line {
    std::int64_t busy = 0;
    std::deque<Pause*> waiting;
  };

  std::map<std::string, Line> lines_;
};

}  // namespace nexus::simulator

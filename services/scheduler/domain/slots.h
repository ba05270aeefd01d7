#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "services/scheduler/domain/coroutine.h"
#include "services/scheduler/domain/hypervisor.h"

namespace nexus::scheduler {

// Allocations on one storage wait for its lock, and fail after 10 s: with two at
// once the lock is free in time. A node has few workers for tasks.
struct SlotLimits {
  int per_node = 8;
  int per_storage = 2;
};

// What a step occupies while it is at work.
std::string NodeSlot(const std::string& node);

// A storage that every node sees is one; a local one is one per node.
std::string StorageSlot(const Resources& resources, const std::string& node,
                        const std::string& storage);

// Gives each node and storage of a cluster to so many steps at once and no more.
// First come, first served: who waits for a slot keeps it from those behind. Runs
// on the loop, and outlives the coroutines on it.
class Slots {
 public:
  explicit Slots(SlotLimits limits) : limits_(limits) {}

  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  // Slots until it is destroyed.
  class Held {
   public:
    Held(Slots& slots, std::vector<std::string> keys) : slots_(&slots), keys_(std::move(keys)) {}
    Held(Held&& other) noexcept
        : slots_(std::exchange(other.slots_, nullptr)), keys_(std::move(other.keys_)) {}
    Held& operator=(Held&&) = delete;
    ~Held() {
      if (slots_ != nullptr) slots_->Release(keys_);
    }

   private:
    Slots* slots_;
    std::vector<std::string> keys_;
  };

  // Waits until all of them are free, and ends with the error of `may_wait` as soon
  // as it has one.
  Async<std::unique_ptr<Held>> Take(std::vector<std::string> keys,
                                    std::function<absl::Status()> may_wait);

  // For work that is under way already: it counts, even beyond the limit.
  std::unique_ptr<Held> Count(std::vector<std::string> keys);

  int in_use(const std::string& key) const;

 private:
  struct Waiter {
    std::vector<std::string> keys;
    boost::asio::steady_timer* timer = nullptr;
    bool granted = false;
  };

  bool IsFree(const std::vector<std::string>& keys, const std::set<std::string>& claimed) const;
  void Occupy(const std::vector<std::string>& keys);
  void Release(const std::vector<std::string>& keys);
  void Grant();

  const SlotLimits limits_;
  std::map<std::string, int> in_use_;
  std::list<Waiter> waiting_;
};

}  // namespace nexus::scheduler

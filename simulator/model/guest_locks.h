#pragma once

#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include <boost/asio/awaitable.hpp>

#include "simulator/model/pause.h"

namespace nexus::simulator {

// The lock file of each guest: held while an operation runs on it, waited for
// by the next. Not the `lock` in a guest's configuration. Single-threaded.
class GuestLocks {
 public:
  enum class Mode { kShared, kExclusive };

  // Holds a lock for as long as it lives.
  class Held {
   public:
    Held() = default;
    Held(Held&& other) noexcept
        : locks_(std::exchange(other.locks_, nullptr)), vmid_(other.vmid_), mode_(other.mode_) {}
    Held& operator=(Held&& other) noexcept;
    ~Held() { Release(); }

   private:
    friend class GuestLocks;
    Held(GuestLocks& locks, int vmid, Mode mode) : locks_(&locks), vmid_(vmid), mode_(mode) {}
    void Release();

    GuestLocks* locks_ = nullptr;
    int vmid_ = 0;
    Mode mode_ = Mode::kExclusive;
  };

  bool IsFree(int vmid, Mode mode) const;

  // Fails with the lock file's `got timeout` after `patience`, or with the pause's interruption.
  boost::asio::awaitable<absl::StatusOr<Held>> Acquire(int vmid, Mode mode,
                                                       std::chrono::milliseconds patience,
                                                       Pause& pause);

 private:
  struct Lock {
    int shared = 0;
    bool exclusive = false;
    std::set<Pause*> waiting;
  };

  std::map<int, Lock> locks_;
};

}  // namespace nexus::simulator

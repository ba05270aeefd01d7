#include "simulator/model/guest_locks.h"

#include "simulator/model/errors.h"

namespace nexus::simulator {

namespace asio = boost::asio;

GuestLocks::Held& GuestLocks::Held::operator=(Held&& other) noexcept {
  if (this != &other) {
    Release();
    locks_ = std::exchange(other.locks_, nullptr);
    vmid_ = other.vmid_;
    mode_ = other.mode_;
  }
  return *this;
}

void GuestLocks::Held::Release() {
  if (locks_ == nullptr) return;
  Lock& lock = std::exchange(locks_, nullptr)->locks_[vmid_];
  if (mode_ == Mode::kExclusive) {
    lock.exclusive = false;
  } else {
    --lock.shared;
  }
  for (Pause* pause : lock.waiting) pause->Wake();
}

bool GuestLocks::IsFree(int vmid, Mode mode) const {
  const auto found = locks_.find(vmid);
  if (found == locks_.end()) return true;
  const Lock& lock = found->second;
  return !lock.exclusive && (mode == Mode::kShared || lock.shared == 0);
}

asio::awaitable<absl::StatusOr<GuestLocks::Held>> GuestLocks::Acquire(
    int vmid, Mode mode, std::chrono::milliseconds patience, Pause& pause) {
  Lock& lock = locks_[vmid];
  const auto deadline = Pause::Clock::now() + patience;
  while (!IsFree(vmid, mode)) {
    if (Pause::Clock::now() >= deadline) co_return LockFileTimeout(vmid);
    lock.waiting.insert(&pause);
    const absl::Status waited = co_await pause.Until(deadline);
    lock.waiting.erase(&pause);
    if (!waited.ok()) co_return waited;
  }
  if (mode == Mode::kExclusive) {
    lock.exclusive = true;
  } else {
    ++lock.shared;
  }
  co_return Held(*this, vmid, mode);
}

}  // namespace nexus::simulator

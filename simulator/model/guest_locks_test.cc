#include "simulator/model/guest_locks.h"

#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Mode = GuestLocks::Mode;

// One who wants the lock of guest 100.
class Claimant {
 public:
  Claimant(asio::io_context& context, GuestLocks& locks)
      : context_(context), locks_(locks), pause_(context.get_executor()) {}

  void Claim(Mode mode, milliseconds patience) {
    asio::co_spawn(context_, Run(mode, patience), asio::detached);
  }
  void Release() { held_.reset(); }
  void Interrupt() { pause_.Interrupt(Died("received interrupt")); }

  bool has_lock() const { return held_.has_value(); }
  const std::string& refusal() const { return refusal_; }

 private:
  asio::awaitable<void> Run(Mode mode, milliseconds patience) {
    auto lock = co_await locks_.Acquire(100, mode, patience, pause_);
    if (lock.ok()) {
      held_ = *std::move(lock);
    } else {
      refusal_ = Text(lock.status());
    }
  }

  asio::io_context& context_;
  GuestLocks& locks_;
  Pause pause_;
  std::optional<GuestLocks::Held> held_;
  std::string refusal_;
};

class GuestLocksTest : public ::testing::Test {
 protected:
  asio::io_context context_;
  GuestLocks locks_;
  Claimant first_{context_, locks_};
  Claimant second_{context_, locks_};
};

constexpr milliseconds kLong(60'000);

TEST_F(GuestLocksTest, GivesAnExclusiveLockToOneAndThenToTheNext) {
  first_.Claim(Mode::kExclusive, kLong);
  second_.Claim(Mode::kExclusive, kLong);
  context_.poll();
  EXPECT_TRUE(first_.has_lock());
  EXPECT_FALSE(second_.has_lock());
  first_.Release();
  context_.run();
  EXPECT_TRUE(second_.has_lock());
}

TEST_F(GuestLocksTest, SharesASharedLock) {
  first_.Claim(Mode::kShared, kLong);
  second_.Claim(Mode::kShared, kLong);
  context_.run();
  EXPECT_TRUE(first_.has_lock());
  EXPECT_TRUE(second_.has_lock());
  EXPECT_FALSE(locks_.IsFree(100, Mode::kExclusive));
}

TEST_F(GuestLocksTest, GivesUpWithTheLockFilesText) {
  first_.Claim(Mode::kExclusive, kLong);
  second_.Claim(Mode::kExclusive, milliseconds(1));
  context_.run();
  EXPECT_EQ(second_.refusal(),
            "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout");
}

TEST_F(GuestLocksTest, StopsWaitingWhenInterrupted) {
  first_.Claim(Mode::kExclusive, kLong);
  second_.Claim(Mode::kExclusive, kLong);
  context_.poll();
  second_.Interrupt();
  context_.run();
  EXPECT_EQ(second_.refusal(), "received interrupt");
}

}  // namespace
}  // namespace nexus::simulator

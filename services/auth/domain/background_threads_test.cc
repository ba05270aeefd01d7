#include "services/auth/domain/background_threads.h"

#include <algorithm>
#include <atomic>
#include <sys/resource.h>
#include <thread>

#include "absl/synchronization/notification.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/eventually.h"
#include "libs/testing/run_in_parallel.h"

namespace nexus::auth {
namespace {

TEST(BackgroundThreadsTest, GiveWayToAllOthers) {
  BackgroundThreads threads(1, 1);
  int niceness = 0;
  ASSERT_TRUE(threads.Run([&] { niceness = getpriority(PRIO_PROCESS, 0); }));
  EXPECT_EQ(niceness, 19);
  EXPECT_EQ(getpriority(PRIO_PROCESS, 0), 0);
}

TEST(BackgroundThreadsTest, RefuseWhatTheQueueCannotHold) {
  BackgroundThreads threads(1, 1);
  absl::Notification running;
  absl::Notification go_on;
  std::jthread first([&] {
    threads.Run([&] {
      running.Notify();
      go_on.WaitForNotification();
    });
  });
  running.WaitForNotification();
  // One waits; who comes beside it is refused, whichever of the two that is.
  std::atomic<int> refused = 0;
  std::atomic<int> ran = 0;
  const auto offer = [&] { threads.Run([&] { ++ran; }) ? 0 : ++refused; };
  std::jthread second(offer);
  std::jthread third(offer);
  EXPECT_TRUE(testing::Eventually([&] { return refused == 1; }));
  go_on.Notify();
  second.join();
  third.join();
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(refused, 1);
}

TEST(BackgroundThreadsTest, RunEverythingThatTheyTook) {
  BackgroundThreads threads(2, 100);
  std::atomic<int> ran = 0;
  const auto taken =
      testing::RunInParallel(8, 50, [&] { return threads.Run([&] { ++ran; }) ? 1 : 0; });
  EXPECT_EQ(ran, std::count(taken.begin(), taken.end(), 1));
  EXPECT_EQ(ran, 400);
}

}  // namespace
}  // namespace nexus::auth

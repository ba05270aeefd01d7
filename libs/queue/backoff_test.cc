#include "libs/queue/backoff.h"

#include "absl/random/random.h"
#include <gmock/gmock.h>

namespace nexus::queue {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

class BackoffTest : public ::testing::Test {
 protected:
  absl::Duration Delay(int attempt, std::optional<absl::Duration> retry_after = std::nullopt) {
    return backoff_.DelayAfter(attempt, retry_after, random_);
  }

  absl::BitGen random_;
  Backoff backoff_{.base = absl::Seconds(2), .cap = absl::Seconds(10)};
};

TEST_F(BackoffTest, NeverWaitsLongerThanItsCap) {
  for (int attempt = 1; attempt < 100; ++attempt) {
    EXPECT_THAT(Delay(attempt), AllOf(Ge(absl::ZeroDuration()), Le(absl::Seconds(10))));
  }
}

TEST_F(BackoffTest, StartsWithinItsBase) {
  for (int i = 0; i < 100; ++i) EXPECT_THAT(Delay(1), Le(absl::Seconds(2)));
}

TEST_F(BackoffTest, DoesNotComeBackBeforeItWasToldTo) {
  EXPECT_THAT(Delay(1, absl::Seconds(30)), Ge(absl::Seconds(30)));
}

}  // namespace
}  // namespace nexus::queue

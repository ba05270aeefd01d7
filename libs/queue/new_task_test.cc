#include <gmock/gmock.h>

#include "libs/queue/task.h"
#include "libs/testing/status_matchers.h"

namespace nexus::queue {
namespace {

using testing::Fails;
using testing::IsOk;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class NewTaskTest : public ::testing::Test {
 protected:
  const absl::Time now_ = absl::FromUnixSeconds(1'750'000'000);
  NewTask task_;
};

TEST_F(NewTaskTest, MayBePutOffForAYearAtMost) {
  task_.run_at = now_ + absl::Hours(24) * 364;
  EXPECT_THAT(CheckNewTask(task_, now_), IsOk());
  task_.run_at = now_ + absl::Hours(24) * 366;
  EXPECT_THAT(CheckNewTask(task_, now_), Fails(kInvalid, "RUN_AT_INVALID"));
}

TEST_F(NewTaskTest, DoesNotBeginInThePast) {
  task_.run_at = now_ - absl::Seconds(5);  // Two clocks, or a slow way here.
  EXPECT_THAT(CheckNewTask(task_, now_), IsOk());
  task_.run_at = now_ - absl::Hours(1);
  EXPECT_THAT(CheckNewTask(task_, now_), Fails(kInvalid, "RUN_AT_INVALID"));
}

TEST_F(NewTaskTest, SaysNoMoreThanItsLimit) {
  task_.payload.assign(256 * 1024, 'x');
  EXPECT_THAT(CheckNewTask(task_, now_), IsOk());
  task_.payload += 'x';
  EXPECT_THAT(CheckNewTask(task_, now_), Fails(kInvalid, "PAYLOAD_TOO_LARGE"));
}

TEST_F(NewTaskTest, HasAPriorityOfZeroToNine) {
  task_.priority = 10;
  EXPECT_THAT(CheckNewTask(task_, now_), Fails(kInvalid, "PRIORITY_INVALID"));
}

}  // namespace
}  // namespace nexus::queue

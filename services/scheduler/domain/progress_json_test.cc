#include "services/scheduler/domain/progress_json.h"

#include <gmock/gmock.h>

namespace nexus::scheduler {
namespace {

TEST(ProgressJsonTest, ReadsWhatItWrote) {
  Progress progress;
  progress.vmid = 105;
  progress.node = "pve1";
  progress.percent = 50;
  progress.may_have_guest = true;
  progress.last_unanswered = absl::FromUnixMicros(1'700'000'000'000'001);
  progress.steps = PlannedSteps("create");
  progress.steps[1].state = StepRecord::State::kRunning;
  progress.steps[1].intent_time = absl::FromUnixMicros(1'700'000'000'000'002);
  progress.steps[1].upid = "UPID:pve1:x";

  const Progress read = ProgressFromJson(ToJson(progress));
  EXPECT_EQ(read.vmid, 105);
  EXPECT_EQ(read.node, "pve1");
  EXPECT_EQ(read.percent, 50);
  EXPECT_TRUE(read.may_have_guest);
  EXPECT_EQ(read.last_unanswered, progress.last_unanswered);
  ASSERT_EQ(read.steps.size(), progress.steps.size());
  EXPECT_EQ(read.steps[1].state, StepRecord::State::kRunning);
  EXPECT_EQ(read.steps[1].intent_time, progress.steps[1].intent_time);
  EXPECT_EQ(read.steps[1].upid, "UPID:pve1:x");
  EXPECT_FALSE(read.steps[0].intent_time);
}

TEST(ProgressJsonTest, ReadsAnEmptyObjectAsNothingDone) {
  EXPECT_EQ(ProgressFromJson("{}").vmid, 0);
  EXPECT_TRUE(ProgressFromJson("{}").steps.empty());
}

}  // namespace
}  // namespace nexus::scheduler

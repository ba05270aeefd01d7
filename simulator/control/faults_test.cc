#include "simulator/control/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::simulator {
namespace {

using nexus::testing::IsOk;

TEST(PatternTest, StarsStandForAnything) {
  EXPECT_TRUE(MatchesPattern("/nodes/*/qemu/*/clone", "/nodes/pve1/qemu/9000/clone"));
  EXPECT_TRUE(MatchesPattern("*/clone", "/nodes/pve1/qemu/9000/clone"));
  EXPECT_TRUE(MatchesPattern("/version", "/version"));
  EXPECT_FALSE(MatchesPattern("*/clone", "/nodes/pve1/qemu/9000/config"));
  EXPECT_FALSE(MatchesPattern("/nodes", "/nodes/pve1"));
}

TEST(FaultsTest, HappenAtTheirTurnAndSoOften) {
  Faults faults;
  ASSERT_THAT(faults.Add({{"match", {{"path", "*/start"}, {"nth", 2}, {"times", 2}}},
                          {"action", {{"kind", "delay"}, {"ms", 5}}}}),
              IsOk());
  std::vector<bool> happened;
  for (int i = 0; i < 5; ++i)
    happened.push_back(faults.OnRequest("POST", "/x/start", {}).has_value());
  EXPECT_THAT(happened, ::testing::ElementsAre(false, true, true, false, false));
}

TEST(FaultsTest, MatchVerbAndGuest) {
  Faults faults;
  ASSERT_THAT(
      faults.Add({{"match", {{"path", "*"}, {"method", "PUT"}, {"vmid", 100}, {"times", 0}}},
                  {"action", {{"kind", "reset_after_effect"}}}}),
      IsOk());
  EXPECT_TRUE(faults.OnRequest("PUT", "/a", {9000, 100}));
  EXPECT_FALSE(faults.OnRequest("PUT", "/a", {9000}));
  EXPECT_FALSE(faults.OnRequest("GET", "/a", {100}));
}

TEST(FaultsTest, AreRefusedWhenTheyMakeNoSense) {
  Faults faults;
  EXPECT_FALSE(faults.Add({{"action", {{"kind", "explode"}}}}).ok());
  EXPECT_FALSE(faults.Add({{"match", {{"path", "*"}}}}).ok());
  EXPECT_FALSE(faults.Add({{"action", {{"kind", "delay"}}}}).ok());
  EXPECT_FALSE(faults.Add({{"action", {{"kind", "task_fail"}}}}).ok());
  EXPECT_FALSE(faults.Add("x").ok());
}

}  // namespace
}  // namespace nexus::simulator

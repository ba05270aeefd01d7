#include "gateway/contract/path_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::gateway {
namespace {

using ::testing::ElementsAre;
using testing::HasCode;
using testing::IsOk;

// Segments with `*` for a wildcard.
std::vector<std::string> Segments(const PathTemplate& path) {
  std::vector<std::string> texts;
  for (const PathSegment& segment : path.segments) {
    texts.push_back(segment.wildcard ? "*" : segment.literal);
  }
  return texts;
}

TEST(PathTemplateTest, KnowsWhichSegmentsAreAVariable) {
  const auto path = ParsePathTemplate("/api/v1/{parent=projects/*/billingAccount}/transactions");
  ASSERT_THAT(path, IsOk());
  EXPECT_THAT(Segments(*path),
              ElementsAre("api", "v1", "projects", "*", "billingAccount", "transactions"));
  ASSERT_EQ(path->variables.size(), 1u);
  EXPECT_EQ(path->variables[0].field_path, "parent");
  EXPECT_EQ(path->variables[0].first, 2);
  EXPECT_EQ(path->variables[0].last, 5);
}

TEST(PathTemplateTest, TakesAVariableWithoutAPatternAsOneSegment) {
  const auto path = ParsePathTemplate("/v1/{plan.id}/x");
  ASSERT_THAT(path, IsOk());
  EXPECT_THAT(Segments(*path), ElementsAre("v1", "*", "x"));
  EXPECT_EQ(path->variables[0].field_path, "plan.id");
}

TEST(PathTemplateTest, FindsTheVerbBehindAVariableAndBehindALiteral) {
  EXPECT_EQ(ParsePathTemplate("/v1/{name=projects/*}:stop")->verb, "stop");
  const auto literal = ParsePathTemplate("/v1/auth:logIn");
  EXPECT_EQ(literal->verb, "logIn");
  EXPECT_THAT(Segments(*literal), ElementsAre("v1", "auth"));
}

TEST(PathTemplateTest, RefusesWhatIsNoTemplate) {
  for (const char* text :
       {"", "v1", "/", "//", "/v1/", "/v1/{", "/v1/{}", "/v1/{=a}", "/v1/{name=}",
        "/v1/{name=a/**}", "/v1/**", "/v1/{a}b", "/v1:", "/v1/{a={b}}"}) {
    EXPECT_THAT(ParsePathTemplate(text), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace nexus::gateway

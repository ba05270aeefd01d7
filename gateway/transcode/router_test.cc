#include "gateway/transcode/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/contract/contract.h"
#include "libs/testing/status_matchers.h"

namespace nexus::gateway {
namespace {

using ::testing::ElementsAre;
using testing::Fails;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;

std::vector<Binding> AllBindings() {
  std::vector<Binding> all;
  for (const auto* service : ServicesIn(*google::protobuf::DescriptorPool::generated_pool())) {
    for (Binding& binding : BindingsOf(*service)) all.push_back(std::move(binding));
  }
  return all;
}

class RouterTest : public ::testing::Test {
 protected:
  std::string MethodAt(std::string_view verb, std::string_view path) const {
    const auto match = router_.Find(verb, path);
    return match.ok() ? match->binding->method->name() : "none";
  }

  const Router router_{AllBindings()};
};

TEST_F(RouterTest, FindsEveryMethodOfTheContractByItsOwnPath) {
  for (const Binding& binding : AllBindings()) {
    std::string path;
    for (const PathSegment& segment : binding.path.segments) {
      path += "/" + (segment.wildcard ? "x1" : segment.literal);
    }
    if (!binding.path.verb.empty()) path += ":" + binding.path.verb;
    const auto match = router_.Find(binding.verb, path);
    ASSERT_THAT(match, IsOk()) << path;
    EXPECT_EQ(match->binding->method, binding.method) << path;
  }
}

TEST_F(RouterTest, TakesFieldsFromThePath) {
  const auto match = router_.Find("GET", "/api/v1/projects/p-1/instances/i%2D2");
  ASSERT_THAT(match, IsOk());
  EXPECT_THAT(match->variables, ElementsAre(Pair("name", "projects/p-1/instances/i-2")));
}

TEST_F(RouterTest, TellsVerbsApart) {
  EXPECT_EQ(MethodAt("POST", "/api/v1/projects/p/instances/i:stop"), "StopInstance");
  EXPECT_EQ(MethodAt("POST", "/api/v1/projects/p/instances/i:start"), "StartInstance");
  EXPECT_EQ(MethodAt("POST", "/api/v1/auth:logIn"), "LogIn");
  EXPECT_EQ(MethodAt("DELETE", "/api/v1/projects/p/instances/i"), "DeleteInstance");
}

TEST_F(RouterTest, TakesAnEncodedColonForPartOfAName) {
  const auto match = router_.Find("GET", "/api/v1/projects/p/instances/a%3Ab");
  ASSERT_THAT(match, IsOk());
  EXPECT_THAT(match->variables, ElementsAre(Pair("name", "projects/p/instances/a:b")));
}

TEST_F(RouterTest, HasNoFieldsForAPathWithoutWildcards) {
  EXPECT_THAT(router_.Find("GET", "/api/v1/plans")->variables, IsEmpty());
}

TEST_F(RouterTest, FindsNothingAtStrangePaths) {
  for (const char* path : {"",
                           "/",
                           "//",
                           "api/v1/plans",
                           "/api/v1",
                           "/api/v1/",
                           "/api/v1/plans/",
                           "/api/v1//plans",
                           "/api/v1/plans:",
                           "/api/v1/plans:list",
                           "/api/v1/projects//instances",
                           "/api/v1/projects/p/instances/",
                           "/api/v1/projects/p/instances/a/b",
                           "/api/v1/projects/p/instances/a%2Fb",
                           "/api/v1/projects/p%2Finstances%2Fa",
                           "/api/v1/projects/%/instances",
                           "/api/v1/projects/%4/instances",
                           "/api/v1/projects/%zz/instances",
                           "/api/v1/projects/%00/instances",
                           "/api/v1/projects/%0d%0a/instances",
                           "/api/v1/projects/%ff%fe/instances",
                           "/api/v1/projects/p/instances/i:stop:stop",
                           "/api/v1/projects/p/instances/i:",
                           "/api/v1/projects/../plans/x",
                           "/API/v1/plans",
                           "/api/v1/auth%3AlogIn"}) {
    EXPECT_THAT(router_.Find("GET", path), Fails(absl::StatusCode::kNotFound, "ROUTE_NOT_FOUND"))
        << path;
  }
}

TEST_F(RouterTest, KnowsAPathOnlyUnderItsOwnVerb) {
  for (const char* verb : {"PUT", "PATCH", "post", "", "OPTIONS", "GET stop"}) {
    EXPECT_THAT(router_.Find(verb, "/api/v1/plans"),
                Fails(absl::StatusCode::kNotFound, "ROUTE_NOT_FOUND"))
        << verb;
  }
}

}  // namespace
}  // namespace nexus::gateway

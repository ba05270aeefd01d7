#include "services/auth/domain/api_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "nexus/auth/v1/events.pb.h"
#include "services/auth/domain/secret.h"
#include "services/auth/testing/auth_world.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::nexus::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ApiTokensTest : public ::testing::Test {
 protected:
  ApiTokensTest() : ada_(world_.SignUp("ada@example.com").user) {}

  absl::StatusOr<CreatedApiToken> Create(const std::string& display_name,
                                         std::optional<absl::Time> expire_time = {}) {
    return tokens_.Create({ada_.id, ada_.personal_project, display_name, expire_time});
  }

  absl::StatusOr<std::vector<ApiToken>> List() {
    return tokens_.List({.user = ada_.id, .project = ada_.personal_project});
  }

  AuthWorld world_;
  ApiTokens tokens_{world_.store, world_.ids};
  User ada_;
};

TEST_F(ApiTokensTest, GivesTheSecretOnceAndListsNewestFirst) {
  const auto first = Create("first");
  ASSERT_THAT(first, IsOk());
  EXPECT_TRUE(IsTokenSecret(first->secret));
  ASSERT_THAT(Create("second"), IsOk());
  EXPECT_THAT(List(), IsOkAndHolds(ElementsAre(Field(&ApiToken::display_name, "second"),
                                               Field(&ApiToken::display_name, "first"))));
}

TEST_F(ApiTokensTest, RefusesOneThatWouldHaveEnded) {
  EXPECT_THAT(Create("late", world_.clock.Now()),
              Fails(absl::StatusCode::kInvalidArgument, "EXPIRE_TIME_PAST"));
  EXPECT_THAT(Create("in time", world_.clock.Now() + absl::Seconds(1)), IsOk());
}

TEST_F(ApiTokensTest, EndsForEveryProcessAtOnceAndStaysEnded) {
  const auto created = Create("ci");
  ASSERT_THAT(created, IsOk());
  const std::string& id = created->token.id;
  ASSERT_THAT(tokens_.Revoke(ada_.id, ada_.personal_project, id), IsOk());
  v1::Revoked revoked;
  ASSERT_TRUE(revoked.ParseFromString(world_.store.outbox().back().payload));
  EXPECT_EQ(revoked.principal(), "apiTokens/" + id);
  EXPECT_EQ(revoked.least_valid_revision(), 2);
  EXPECT_THAT(List(), IsOkAndHolds(IsEmpty()));

  const auto announced = world_.store.outbox().size();
  EXPECT_THAT(tokens_.Revoke(ada_.id, ada_.personal_project, id), IsOk());
  EXPECT_THAT(world_.store.outbox(), SizeIs(announced));
}

TEST_F(ApiTokensTest, HidesOneUsersFromAnother) {
  const auto created = Create("ci");
  ASSERT_THAT(created, IsOk());
  const User eve = world_.SignUp("eve@example.com").user;
  EXPECT_THAT(tokens_.Revoke(eve.id, ada_.personal_project, created->token.id),
              Fails(absl::StatusCode::kNotFound, "API_TOKEN_NOT_FOUND"));
  EXPECT_THAT(tokens_.Revoke(ada_.id, eve.personal_project, created->token.id),
              Fails(absl::StatusCode::kNotFound, "API_TOKEN_NOT_FOUND"));
  EXPECT_THAT(tokens_.List({.user = eve.id, .project = ada_.personal_project}),
              IsOkAndHolds(IsEmpty()));
}

}  // namespace
}  // namespace nexus::auth

#include "services/auth/domain/assertions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/auth/domain/api_tokens.h"
#include "services/auth/domain/permissions.h"
#include "services/auth/domain/secret.h"
#include "services/auth/testing/auth_world.h"
#include "services/auth/testing/test_key_file.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

constexpr auto kNobody = absl::StatusCode::kUnauthenticated;
constexpr char kNoSuchProject[] = "projects/00000000-0000-7000-8000-00000000ffff";

class AssertionsTest : public ::testing::Test {
 protected:
  AssertionsTest()
      : ada_(world_.SignUp("ada@example.com")),
        eve_(world_.SignUp("eve@example.com")),
        own_project_(ProjectName(ada_.user.personal_project)),
        other_project_(ProjectName(eve_.user.personal_project)) {}

  static v1::Assertion Read(const absl::StatusOr<v1::SignedAssertion>& answer) {
    v1::Assertion assertion;
    NEXUS_CHECK(answer.ok() && assertion.ParseFromString(answer->assertion()));
    return assertion;
  }

  v1::Assertion OfSession(const std::string& project) {
    return Read(assertions_.ExchangeSession(ada_.secret, project));
  }

  CreatedApiToken NewToken(std::optional<absl::Time> expire_time = {}) {
    return *tokens_.Create({ada_.user.id, ada_.user.personal_project, "ci", expire_time});
  }

  AuthWorld world_;
  TestKeyFile key_file_;
  Sealer sealer_ = key_file_.sealer();
  SigningKeys keys_{world_.store, sealer_, world_.ids, world_.clock, absl::Hours(24)};
  Assertions assertions_{world_.store, keys_, world_.session_policy};
  ApiTokens tokens_{world_.store, world_.ids};
  StartedSession ada_;
  StartedSession eve_;
  std::string own_project_;
  std::string other_project_;
};

TEST_F(AssertionsTest, SayWhatASessionMayDoInItsProjectForAMinute) {
  const v1::Assertion assertion = OfSession(own_project_);
  EXPECT_EQ(assertion.subject(), UserName(ada_.user.id));
  EXPECT_EQ(assertion.credential(), SessionName(ada_.session.id));
  EXPECT_EQ(assertion.project(), own_project_);
  EXPECT_TRUE(assertion.member());
  EXPECT_THAT(assertion.permissions(), ElementsAreArray(AllProjectPermissions()));
  EXPECT_THAT(assertion.global_permissions(), IsEmpty());
  EXPECT_EQ(assertion.subject_revision(), 1);
  EXPECT_EQ(assertion.credential_revision(), 1);
  EXPECT_EQ(assertion.membership_revision(), 1);
  EXPECT_EQ(assertion.expire_time().seconds() - assertion.issue_time().seconds(), 60);
}

TEST_F(AssertionsTest, CallACustomerAStrangerToOtherProjectsAndToNone) {
  for (const std::string& project :
       {other_project_, std::string(kNoSuchProject), std::string("projects/x"), std::string()}) {
    const v1::Assertion assertion = OfSession(project);
    EXPECT_FALSE(assertion.member()) << project;
    EXPECT_THAT(assertion.permissions(), IsEmpty()) << project;
    EXPECT_EQ(assertion.project(), project);
  }
}

TEST_F(AssertionsTest, LetAnAdministratorIntoEveryProjectThatExists) {
  ASSERT_THAT(world_.accounts.CreateAdministrator({"ada@example.com", ""}), IsOk());
  const v1::Assertion assertion = OfSession(other_project_);
  EXPECT_TRUE(assertion.member());
  EXPECT_THAT(assertion.permissions(), ElementsAreArray(AllProjectPermissions()));
  EXPECT_THAT(assertion.global_permissions(),
              ElementsAreArray(GlobalPermissionsOf(Role::kAdministrator)));
  EXPECT_EQ(assertion.subject_revision(), 2);
  EXPECT_FALSE(OfSession(kNoSuchProject).member());
}

TEST_F(AssertionsTest, AreRefusedToUnknownAndEndedSessions) {
  EXPECT_THAT(assertions_.ExchangeSession("unknown", own_project_),
              Fails(kNobody, "SESSION_INVALID"));
  ASSERT_THAT(world_.sessions.LogOut(SessionName(ada_.session.id)), IsOk());
  EXPECT_THAT(assertions_.ExchangeSession(ada_.secret, own_project_),
              Fails(kNobody, "SESSION_INVALID"));
}

TEST_F(AssertionsTest, AreRefusedToASessionThatLayIdleForAWeek) {
  world_.clock.Advance(absl::Hours(24 * 6));
  EXPECT_THAT(assertions_.ExchangeSession(ada_.secret, ""), IsOk());
  world_.clock.Advance(absl::Hours(24 * 6));
  EXPECT_THAT(assertions_.ExchangeSession(ada_.secret, ""), IsOk());
  world_.clock.Advance(absl::Hours(24 * 7));
  EXPECT_THAT(assertions_.ExchangeSession(ada_.secret, ""), Fails(kNobody, "SESSION_INVALID"));
}

TEST_F(AssertionsTest, AreRefusedToASessionAfterThirtyDaysHoweverMuchItIsUsed) {
  for (int day = 0; day < 29; ++day) {
    world_.clock.Advance(absl::Hours(24));
    ASSERT_THAT(assertions_.ExchangeSession(ada_.secret, ""), IsOk());
  }
  world_.clock.Advance(absl::Hours(24));
  EXPECT_THAT(assertions_.ExchangeSession(ada_.secret, ""), Fails(kNobody, "SESSION_INVALID"));
}

TEST_F(AssertionsTest, BindATokenToItsProject) {
  ASSERT_THAT(world_.accounts.CreateAdministrator({"ada@example.com", ""}), IsOk());
  const CreatedApiToken token = NewToken();
  const v1::Assertion own = Read(assertions_.ExchangeToken(token.secret, own_project_));
  EXPECT_EQ(own.credential(), TokenCredentialName(token.token.id));
  EXPECT_TRUE(own.member());
  EXPECT_THAT(own.permissions(), ElementsAreArray(AllProjectPermissions()));
  EXPECT_THAT(own.global_permissions(), IsEmpty());
  EXPECT_FALSE(Read(assertions_.ExchangeToken(token.secret, other_project_)).member());
}

TEST_F(AssertionsTest, AreRefusedToMalformedUnknownRevokedAndExpiredTokens) {
  const CreatedApiToken revoked = NewToken();
  ASSERT_THAT(tokens_.Revoke(ada_.user.id, ada_.user.personal_project, revoked.token.id), IsOk());
  const CreatedApiToken expired = NewToken(world_.clock.Now() + absl::Hours(1));
  world_.clock.Advance(absl::Hours(1));
  for (const std::string& secret :
       {std::string("nxs_x"), NewTokenSecret(), revoked.secret, expired.secret}) {
    EXPECT_THAT(assertions_.ExchangeToken(secret, ""), Fails(kNobody, "TOKEN_INVALID")) << secret;
  }
}

TEST_F(AssertionsTest, RecordATokensUseToTheMinute) {
  const CreatedApiToken token = NewToken();
  const absl::Time first = world_.clock.Now();
  const auto last_use = [&] {
    return tokens_.List({.user = ada_.user.id, .project = ada_.user.personal_project})
        ->front()
        .last_use_time;
  };
  EXPECT_EQ(last_use(), std::nullopt);
  ASSERT_THAT(assertions_.ExchangeToken(token.secret, ""), IsOk());
  world_.clock.Advance(absl::Seconds(59));
  ASSERT_THAT(assertions_.ExchangeToken(token.secret, ""), IsOk());
  EXPECT_EQ(last_use(), first);
  world_.clock.Advance(absl::Seconds(2));
  ASSERT_THAT(assertions_.ExchangeToken(token.secret, ""), IsOk());
  EXPECT_EQ(last_use(), world_.clock.Now());
}

}  // namespace
}  // namespace nexus::auth

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/auth/domain/credential.h"
#include "services/auth/testing/auth_store_suite.h"

namespace nexus::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

// What every AuthStore promises of sessions and API tokens.
class CredentialStoreTest : public AuthStoreTest {};

TEST_P(CredentialStoreTest, ReadsASessionsStandingInOneMoment) {
  const User user = AddUser("ada@example.com");
  const Session session = AddSession(user, absl::Hours(24), absl::Hours(24));
  const auto standing = StandingOfSession(user.personal_project);
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->credential, SessionName(session.id));
  EXPECT_EQ(standing->credential_revision, 1);
  EXPECT_EQ(standing->bound_to, std::nullopt);
  EXPECT_EQ(standing->user.email, "ada@example.com");
  EXPECT_TRUE(standing->project_exists);
  EXPECT_EQ(standing->project_role, ProjectRole::kOwner);
  EXPECT_EQ(standing->membership_revision, 1);
  EXPECT_GT(standing->now, session.create_time);
}

TEST_P(CredentialStoreTest, TellsAProjectOfOthersFromOneThatDoesNotExist) {
  const User ada = AddUser("ada@example.com");
  const User eve = AddUser("eve@example.com");
  AddSession(ada, absl::Hours(24), absl::Hours(24));
  const auto others = StandingOfSession(eve.personal_project);
  ASSERT_TRUE(others);
  EXPECT_TRUE(others->project_exists);
  EXPECT_EQ(others->project_role, std::nullopt);
  EXPECT_EQ(others->membership_revision, 0);
  EXPECT_FALSE(StandingOfSession(ids_.NewId())->project_exists);
  EXPECT_FALSE(StandingOfSession("no id")->project_exists);
}

TEST_P(CredentialStoreTest, LetsASessionEndByTimeAndByIdleness) {
  const User user = AddUser("ada@example.com");
  const Session old = AddSession(user, absl::Minutes(59), absl::Hours(24));
  EXPECT_FALSE(StandingOfSession());
  In([&](AuthTransaction& tx) { return tx.EndSession(old.id).has_value(); });
  AddSession(user, absl::Hours(24), absl::Minutes(59));
  EXPECT_FALSE(StandingOfSession());
}

TEST_P(CredentialStoreTest, RecordsASessionsUseAndLetsItLieIdleAnew) {
  const User user = AddUser("ada@example.com");
  const Session session = AddSession(user, absl::Hours(24), absl::Hours(2));
  EXPECT_TRUE(StandingOfSession()->use_is_stale);
  In([&](AuthTransaction& tx) {
    tx.RecordSessionUse(session.id, absl::Hours(2));
    return true;
  });
  EXPECT_FALSE(StandingOfSession()->use_is_stale);
  const auto used = In([&](AuthTransaction& tx) { return tx.FindSession(session.id); });
  ASSERT_TRUE(used);
  EXPECT_GT(used->idle_expire_time, session.idle_expire_time + absl::Minutes(30));
}

TEST_P(CredentialStoreTest, EndsASessionOnce) {
  const User user = AddUser("ada@example.com");
  const Session session = AddSession(user, absl::Hours(24), absl::Hours(24));
  const auto end = [&](AuthTransaction& tx) { return tx.EndSession(session.id).has_value(); };
  EXPECT_TRUE(In(end));
  EXPECT_FALSE(In(end));
  EXPECT_FALSE(StandingOfSession());
}

TEST_P(CredentialStoreTest, ListsAUsersTokensNewestFirstWithoutRevokedOnes) {
  const User user = AddUser("ada@example.com");
  const std::string third_hash(32, 'c');
  const ApiToken first = AddToken(user, "first");
  const ApiToken gone = AddToken(user, "gone", {}, std::string(32, 'b'));
  const ApiToken third = AddToken(user, "third", absl::Hours(2), third_hash);
  EXPECT_EQ(In([&](AuthTransaction& tx) { return tx.RevokeApiToken(gone.id); }), 2);

  ApiTokenQuery query{.user = user.id, .project = user.personal_project};
  const auto list = [&] {
    return In([&](AuthTransaction& tx) { return tx.ListApiTokens(query); });
  };
  EXPECT_THAT(list(), ::testing::UnorderedElementsAre(Field(&ApiToken::display_name, "third"),
                                                      Field(&ApiToken::display_name, "first")));
  query.before_id = std::max(first.id, third.id);
  EXPECT_THAT(list(), ElementsAre(Field(&ApiToken::id, std::min(first.id, third.id))));
  query = {.user = ids_.NewId(), .project = user.personal_project};
  EXPECT_THAT(list(), IsEmpty());
}

TEST_P(CredentialStoreTest, KeepsARevokedTokenButGivesItNoStanding) {
  const User user = AddUser("ada@example.com");
  const ApiToken token = AddToken(user, "ci");
  EXPECT_EQ(StandingOfToken()->bound_to, user.personal_project);
  In([&](AuthTransaction& tx) { return tx.RevokeApiToken(token.id); });
  EXPECT_FALSE(StandingOfToken());
  const auto kept = In([&](AuthTransaction& tx) { return tx.LockApiToken(token.id); });
  ASSERT_TRUE(kept);
  EXPECT_NE(kept->revoke_time, std::nullopt);
  EXPECT_EQ(kept->revision, 2);
}

TEST_P(CredentialStoreTest, GivesAnExpiredTokenNoStanding) {
  const User user = AddUser("ada@example.com");
  AddToken(user, "ci", absl::Minutes(59));
  EXPECT_FALSE(StandingOfToken());
}

TEST_P(CredentialStoreTest, RecordsATokensUse) {
  const User user = AddUser("ada@example.com");
  const ApiToken token = AddToken(user, "ci", absl::Hours(2));
  EXPECT_TRUE(StandingOfToken()->use_is_stale);
  In([&](AuthTransaction& tx) {
    tx.RecordTokenUse(token.id);
    return true;
  });
  EXPECT_FALSE(StandingOfToken()->use_is_stale);
  const auto used = In([&](AuthTransaction& tx) { return tx.FindApiToken(token.id); });
  EXPECT_NE(used->last_use_time, std::nullopt);
  EXPECT_EQ(used->expire_time, token.expire_time);
}

INSTANTIATE_TEST_SUITE_P(Backends, CredentialStoreTest,
                         ::testing::Values(Backend{"Fake", OpenFake},
                                           Backend{"Postgres", OpenPostgres}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace nexus::auth

#include "services/auth/domain/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "nexus/auth/v1/events.pb.h"
#include "services/auth/domain/api_tokens.h"
#include "services/auth/domain/permissions.h"
#include "services/auth/testing/auth_world.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SessionsTest : public ::testing::Test {
 protected:
  SessionsTest()
      : ada_(world_.SignUp("ada@example.com")),
        subject_(UserName(ada_.user.id)),
        credential_(SessionName(ada_.session.id)) {}

  AuthWorld world_;
  StartedSession ada_;
  std::string subject_;
  std::string credential_;
};

TEST_F(SessionsTest, EndsForEveryProcessAtOnce) {
  ASSERT_THAT(world_.sessions.LogOut(credential_), IsOk());
  v1::Revoked revoked;
  ASSERT_TRUE(revoked.ParseFromString(world_.store.outbox().back().payload));
  EXPECT_EQ(revoked.principal(), credential_);
  EXPECT_GT(revoked.least_valid_revision(), ada_.session.revision);
  EXPECT_THAT(world_.sessions.Describe(subject_, credential_),
              Fails(absl::StatusCode::kUnauthenticated, "SESSION_INVALID"));
}

TEST_F(SessionsTest, EndsOnceHoweverOftenItIsAsked) {
  ASSERT_THAT(world_.sessions.LogOut(credential_), IsOk());
  const auto announced = world_.store.outbox().size();
  EXPECT_THAT(world_.sessions.LogOut(credential_), IsOk());
  EXPECT_THAT(world_.store.outbox(), SizeIs(announced));
}

TEST_F(SessionsTest, CannotLogOutAnApiToken) {
  EXPECT_THAT(world_.sessions.LogOut("apiTokens/1"),
              Fails(absl::StatusCode::kFailedPrecondition, "NOT_A_SESSION"));
}

TEST_F(SessionsTest, SaysWhoTheCallerIs) {
  const auto identity = world_.sessions.Describe(subject_, credential_);
  ASSERT_THAT(identity, IsOk());
  EXPECT_EQ(identity->user.email, "ada@example.com");
  ASSERT_THAT(identity->projects, SizeIs(1));
  EXPECT_EQ(identity->projects[0].membership.project, ada_.user.personal_project);
  EXPECT_EQ(identity->projects[0].permissions, AllProjectPermissions());
  EXPECT_THAT(identity->global_permissions, IsEmpty());
  EXPECT_EQ(identity->expire_time, ada_.session.expire_time);
}

TEST_F(SessionsTest, ShowsAnAdministratorWhatItMayDoButNotToItsToken) {
  ASSERT_THAT(world_.accounts.CreateAdministrator({"ada@example.com", ""}), IsOk());
  const auto identity = world_.sessions.Describe(subject_, credential_);
  ASSERT_THAT(identity, IsOk());
  EXPECT_EQ(identity->global_permissions, GlobalPermissionsOf(Role::kAdministrator));

  ApiTokens tokens(world_.store, world_.ids);
  const auto token = tokens.Create(
      {.user = ada_.user.id, .project = ada_.user.personal_project, .display_name = "ci"});
  ASSERT_THAT(token, IsOk());
  const auto of_token = world_.sessions.Describe(subject_, TokenCredentialName(token->token.id));
  ASSERT_THAT(of_token, IsOk());
  EXPECT_THAT(of_token->global_permissions, IsEmpty());
  EXPECT_THAT(of_token->projects, SizeIs(1));
  EXPECT_EQ(of_token->expire_time, std::nullopt);
}

}  // namespace
}  // namespace nexus::auth

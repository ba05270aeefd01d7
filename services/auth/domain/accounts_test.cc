#include "services/auth/domain/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "nexus/auth/v1/events.pb.h"
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

auto EventOfType(const std::string& type) { return Field(&events::NewEvent::type, type); }

class AccountsTest : public ::testing::Test {
 protected:
  absl::StatusOr<StartedSession> SignUp(const std::string& email,
                                        const std::string& password = AuthWorld::kPassword) {
    return world_.accounts.SignUp({email, password});
  }

  absl::StatusOr<AdministratorOutcome> CreateAdministrator(const std::string& email) {
    return world_.accounts.CreateAdministrator({email, AuthWorld::kPassword});
  }

  AuthWorld world_;
};

TEST_F(AccountsTest, MakesAUserWhoIsInAndAnnouncesIt) {
  const auto started = SignUp("Ada@Example.com");
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->user.email, "Ada@example.com");
  EXPECT_EQ(started->user.role, Role::kUser);
  EXPECT_EQ(CurrentCall().actor, "users/" + started->user.id);
  EXPECT_THAT(world_.store.outbox(), ElementsAre(EventOfType("nexus.auth.v1.UserChanged")));
  EXPECT_THAT(world_.LogIn("ada@example.com", AuthWorld::kPassword), IsOk());
}

TEST_F(AccountsTest, RefusesAnAddressThatIsTakenInAnyCaseWithoutHashing) {
  world_.SignUp("ada@example.com");
  const int before = world_.hasher.work();
  EXPECT_THAT(SignUp("ADA@example.COM"), Fails(absl::StatusCode::kAlreadyExists, "EMAIL_TAKEN"));
  EXPECT_EQ(world_.hasher.work(), before);
}

TEST_F(AccountsTest, RefusesBadAddressesAndWeakPasswordsAndKeepsNothing) {
  EXPECT_THAT(SignUp("nowhere"), Fails(absl::StatusCode::kInvalidArgument, "EMAIL_INVALID"));
  EXPECT_THAT(SignUp("ada@example.com", "short"),
              Fails(absl::StatusCode::kInvalidArgument, "PASSWORD_TOO_WEAK"));
  EXPECT_THAT(world_.accounts.List({}), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(world_.store.outbox(), IsEmpty());
}

TEST_F(AccountsTest, RefusesEveryoneWhenSignUpIsClosed) {
  Accounts closed(world_.store, world_.hasher, world_.sessions, world_.ids, false);
  EXPECT_THAT(closed.SignUp({"ada@example.com", AuthWorld::kPassword}),
              Fails(absl::StatusCode::kFailedPrecondition, "SIGN_UP_CLOSED"));
}

TEST_F(AccountsTest, MakesAnAdministratorEvenWhenSignUpIsClosed) {
  Accounts closed(world_.store, world_.hasher, world_.sessions, world_.ids, false);
  EXPECT_THAT(closed.CreateAdministrator({"root@example.com", AuthWorld::kPassword}),
              IsOkAndHolds(AdministratorOutcome::kCreated));
  EXPECT_THAT(world_.accounts.List({}),
              IsOkAndHolds(ElementsAre(Field(&User::role, Role::kAdministrator))));
}

TEST_F(AccountsTest, MakesAnAdministratorOfAUserWhoseAssertionsThenEnd) {
  const StartedSession ada = world_.SignUp("ada@example.com");
  EXPECT_THAT(CreateAdministrator("Ada@example.com"),
              IsOkAndHolds(AdministratorOutcome::kPromoted));
  EXPECT_THAT(world_.store.outbox(), ElementsAre(EventOfType("nexus.auth.v1.UserChanged"),
                                                 EventOfType("nexus.auth.v1.UserChanged"),
                                                 EventOfType("nexus.auth.v1.Revoked")));
  v1::Revoked revoked;
  ASSERT_TRUE(revoked.ParseFromString(world_.store.outbox()[2].payload));
  EXPECT_EQ(revoked.principal(), "users/" + ada.user.id);
  EXPECT_EQ(revoked.least_valid_revision(), 2);
}

TEST_F(AccountsTest, ChangesNothingWhenTheAdministratorIsThere) {
  ASSERT_THAT(CreateAdministrator("root@example.com"), IsOk());
  const auto announced = world_.store.outbox().size();
  EXPECT_THAT(world_.accounts.CreateAdministrator({"root@example.com", "another password"}),
              IsOkAndHolds(AdministratorOutcome::kUnchanged));
  EXPECT_THAT(world_.store.outbox(), SizeIs(announced));
  EXPECT_THAT(world_.LogIn("root@example.com", AuthWorld::kPassword), IsOk());
}

}  // namespace
}  // namespace nexus::auth

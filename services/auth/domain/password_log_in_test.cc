#include "services/auth/domain/password_log_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/auth/testing/auth_world.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::SizeIs;

constexpr auto kWrong = absl::StatusCode::kUnauthenticated;

class LogInTest : public ::testing::Test {
 protected:
  LogInTest() { ada_ = world_.SignUp("ada@example.com"); }

  absl::StatusOr<StartedSession> LogIn(const std::string& password = AuthWorld::kPassword,
                                       const std::string& email = "ada@example.com",
                                       const std::string& address = "192.0.2.1") {
    return world_.LogIn(email, password, address);
  }

  AuthWorld world_;
  StartedSession ada_;
};

TEST_F(LogInTest, StartsASessionOfThirtyDays) {
  const auto started = LogIn();
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->user.id, ada_.user.id);
  EXPECT_EQ(started->session.expire_time, world_.clock.Now() + absl::Hours(24 * 30));
  EXPECT_EQ(started->session.idle_expire_time, world_.clock.Now() + absl::Hours(24 * 7));
  EXPECT_NE(started->secret, ada_.secret);
}

TEST_F(LogInTest, TakesTheAddressInAnyCase) {
  EXPECT_THAT(LogIn(AuthWorld::kPassword, "Ada@EXAMPLE.com"), IsOk());
}

TEST_F(LogInTest, TellsTheAuditTrailWhoItWas) {
  const auto started = LogIn();
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(CurrentCall().actor, "users/" + ada_.user.id);
  EXPECT_EQ(CurrentCall().token, "sessions/" + started->session.id);
  EXPECT_THAT(world_.store.recorded_calls(), SizeIs(2));  // The sign-up and this.
}

TEST_F(LogInTest, AnswersAnUnknownAddressLikeAWrongPasswordAndAfterTheSameWork) {
  const int before = world_.hasher.work();
  const absl::Status wrong_password = LogIn("wrong").status();
  const int for_wrong_password = world_.hasher.work() - before;
  const absl::Status unknown = LogIn("wrong", "nobody@example.com").status();

  EXPECT_THAT(wrong_password, Fails(kWrong, "CREDENTIALS_WRONG"));
  EXPECT_EQ(unknown, wrong_password);
  EXPECT_EQ(world_.hasher.work() - before, 2 * for_wrong_password);
}

TEST_F(LogInTest, RecordsAFailureAsDoneToTheUserByNobodyKnown) {
  world_.call.context() = CallContext{};
  EXPECT_THAT(LogIn("wrong"), HasReason("CREDENTIALS_WRONG"));
  EXPECT_EQ(CurrentCall().actor, "");
  EXPECT_EQ(CurrentCall().resource, "users/" + ada_.user.id);
}

TEST_F(LogInTest, LocksAnAccountAfterFiveFailuresForAQuarterOfAnHour) {
  for (int i = 0; i < 5; ++i) EXPECT_THAT(LogIn("wrong"), HasReason("CREDENTIALS_WRONG"));

  const auto locked = LogIn();
  EXPECT_THAT(locked, Fails(absl::StatusCode::kResourceExhausted, "LOCKED_OUT"));
  EXPECT_EQ(RetryAfterOf(locked.status()), absl::Minutes(15));
  EXPECT_THAT(LogIn(AuthWorld::kPassword, "ADA@example.com", "192.0.2.9"), HasReason("LOCKED_OUT"));

  world_.clock.Advance(absl::Minutes(15));
  EXPECT_THAT(LogIn(), IsOk());
}

TEST_F(LogInTest, LocksAnAddressThatNobodyHasJustTheSame) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(LogIn("wrong", "nobody@example.com"), HasReason("CREDENTIALS_WRONG"));
  }
  EXPECT_THAT(LogIn("wrong", "nobody@example.com"), HasReason("LOCKED_OUT"));
  EXPECT_THAT(LogIn(), IsOk());
}

TEST_F(LogInTest, DoesNotLetARefusalProlongTheLock) {
  for (int i = 0; i < 5; ++i) EXPECT_THAT(LogIn("wrong"), HasReason("CREDENTIALS_WRONG"));
  for (int i = 0; i < 14; ++i) {
    world_.clock.Advance(absl::Minutes(1));
    EXPECT_THAT(LogIn("wrong"), HasReason("LOCKED_OUT"));
  }
  world_.clock.Advance(absl::Minutes(1));
  EXPECT_THAT(LogIn(), IsOk());
}

TEST_F(LogInTest, ForgetsFailuresOnceTheRightPasswordCame) {
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_THAT(LogIn("wrong"), HasReason("CREDENTIALS_WRONG"));
    EXPECT_THAT(LogIn(), IsOk());
  }
}

TEST_F(LogInTest, LocksAClientAfterTwentyFailuresWhateverAccountsItTries) {
  world_.SignUp("guesser@example.com");
  for (int i = 0; i < 20; ++i) {
    const std::string email = "user" + std::to_string(i) + "@example.com";
    EXPECT_THAT(LogIn("wrong", email, "198.51.100.7"), HasReason("CREDENTIALS_WRONG"));
    // Logging in to an own account does not wipe the slate.
    if (i == 10) {
      EXPECT_THAT(LogIn(AuthWorld::kPassword, "guesser@example.com", "198.51.100.7"), IsOk());
    }
  }
  EXPECT_THAT(LogIn("wrong", "another@example.com", "198.51.100.7"), HasReason("LOCKED_OUT"));
  EXPECT_THAT(LogIn(), IsOk());
}

TEST_F(LogInTest, DoesNotHoldAnOverloadAgainstTheUser) {
  world_.hasher.set_overloaded(true);
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(LogIn(), Fails(absl::StatusCode::kUnavailable, "OVERLOADED"));
  }
  world_.hasher.set_overloaded(false);
  EXPECT_THAT(LogIn(), IsOk());
}

TEST_F(LogInTest, HashesAgainWhatIsBelowThePolicy) {
  world_.hasher.TightenPolicy();
  ASSERT_THAT(LogIn(), IsOk());
  const int before = world_.hasher.work();
  ASSERT_THAT(LogIn(), IsOk());
  EXPECT_EQ(world_.hasher.work() - before, 1);
}

}  // namespace
}  // namespace nexus::auth

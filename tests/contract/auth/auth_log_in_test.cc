#include <algorithm>
#include <csignal>
#include <memory>

#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/auth/auth_suite.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Eventually;
using ::nexus::testing::Fails;
using ::nexus::testing::HasCode;
using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::AuthService::Stub;

constexpr auto kNobody = absl::StatusCode::kUnauthenticated;
constexpr auto kWrong = absl::StatusCode::kInvalidArgument;

class AuthLogInTest : public AuthContractTest {
 protected:
  static absl::StatusOr<v1::Session> GetSession(const Credentials& credentials) {
    return Call(*suite_->gateway().auth, &Stub::GetSession, v1::GetSessionRequest(), credentials);
  }

  static absl::StatusOr<v1::LogOutResponse> LogOut(const Credentials& credentials) {
    return Call(*suite_->gateway().auth, &Stub::LogOut, v1::LogOutRequest(), credentials);
  }

  // How many calls of `method` with this outcome the audit trail will hear of.
  static int Recorded(const std::string& method, const std::string& outcome) {
    pqxx::connection connection(suite_->records().database().owner_connection());
    pqxx::work work(connection);
    return work
        .exec_params(
            "SELECT count(*) FROM events WHERE type = 'nexus.events.v1.Called' "
            "AND method = 'nexus.auth.v1.AuthService.' || $1 AND outcome = $2",
            method, outcome)[0][0]
        .as<int>();
  }
};

TEST_F(AuthLogInTest, SignsAUserUpAndLetsItIn) {
  const auto answer = SignUp("Ada.Lovelace@Example.com");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->user().email(), "Ada.Lovelace@example.com");
  EXPECT_EQ(answer->user().role(), v1::User::USER);

  const Browser ada{answer->user(), answer->session()};
  const auto session = GetSession(As(ada));
  ASSERT_THAT(session, IsOk());
  EXPECT_EQ(session->user().name(), ada.user.name());
  ASSERT_THAT(session->projects(), SizeIs(1));
  EXPECT_EQ(session->projects(0).project(), ada.user.personal_project());
  EXPECT_THAT(session->projects(0).permissions(), Contains("instances.create"));
  EXPECT_THAT(session->global_permissions(), IsEmpty());
  EXPECT_TRUE(session->has_expire_time());
}

TEST_F(AuthLogInTest, RefusesASignUpThatCannotBe) {
  const Browser ada = NewUser();
  EXPECT_THAT(SignUp(ada.user.email()), Fails(absl::StatusCode::kAlreadyExists, "EMAIL_TAKEN"));
  EXPECT_THAT(SignUp("nowhere"), Fails(kWrong, "EMAIL_INVALID"));
  EXPECT_THAT(SignUp(NewEmail(), "password1"), Fails(kWrong, "PASSWORD_TOO_WEAK"));
  EXPECT_THAT(SignUp("", ""), Fails(kWrong, "FIELD_INVALID"));
}

TEST_F(AuthLogInTest, TakesNobodyNewWhenSignUpIsClosed) {
  const auto closed = suite_->AnotherProcess({{"NEXUS_AUTH_SIGN_UP_OPEN", "false"}});
  closed->Start();
  v1::SignUpRequest request;
  request.set_email(NewEmail());
  request.set_password(kPassword);
  EXPECT_THAT(Call(*AuthStubs(*closed, "gateway").auth, &Stub::SignUp, request),
              Fails(absl::StatusCode::kFailedPrecondition, "SIGN_UP_CLOSED"));
  EXPECT_EQ(closed->Stop(), 0);
}

TEST_F(AuthLogInTest, LetsAUserInByPasswordAndTellsWho) {
  const Browser ada = NewUser();
  const int before = Recorded("LogIn", "ok");
  const auto answer = LogIn(ada.user.email());
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->user().name(), ada.user.name());
  EXPECT_NE(answer->session(), ada.session);
  EXPECT_THAT(Exchange(answer->session()), IsOk());
  EXPECT_EQ(Recorded("LogIn", "ok"), before + 1);
}

TEST_F(AuthLogInTest, AnswersAWrongPasswordAndAnUnknownAddressAlike) {
  const Browser ada = NewUser();
  const int before = Recorded("LogIn", "CREDENTIALS_WRONG");
  const absl::Status wrong = LogIn(ada.user.email(), "wrong").status();
  const absl::Status unknown = LogIn("nobody@example.com", "wrong").status();
  EXPECT_THAT(wrong, Fails(kNobody, "CREDENTIALS_WRONG"));
  EXPECT_EQ(MessageOf(wrong), MessageOf(unknown));
  EXPECT_THAT(unknown, Fails(kNobody, "CREDENTIALS_WRONG"));
  EXPECT_EQ(Recorded("LogIn", "CREDENTIALS_WRONG"), before + 2);
}

TEST_F(AuthLogInTest, LocksAnAccountThatIsGuessedAt) {
  const Browser ada = NewUser();
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(LogIn(ada.user.email(), "wrong", "198.51.100.1"), HasReason("CREDENTIALS_WRONG"));
  }
  const auto locked = LogIn(ada.user.email(), kPassword, "198.51.100.2");
  EXPECT_THAT(locked, Fails(absl::StatusCode::kResourceExhausted, "LOCKED_OUT"));
  const auto wait = RetryAfterOf(locked.status());
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, absl::Minutes(14));
  EXPECT_LE(*wait, absl::Minutes(15));
}

TEST_F(AuthLogInTest, RefusesMoreLogInsThanItCanHash) {
  const Browser ada = NewUser();
  const auto slow = suite_->AnotherProcess({{"NEXUS_AUTH_ARGON2_MEMORY_KIB", "65536"},
                                            {"NEXUS_AUTH_ARGON2_THREADS", "1"},
                                            {"NEXUS_AUTH_ARGON2_QUEUE", "1"}});
  slow->Start();
  auto stubs = std::make_unique<AuthStubs>(*slow, "gateway");
  v1::LogInRequest request;
  request.set_email(ada.user.email());
  request.set_password(kPassword);
  const auto answers = testing::RunInParallel(
      12, 1, [&] { return Call(*stubs->auth, &Stub::LogIn, request).status(); });
  EXPECT_THAT(answers, Contains(Fails(absl::StatusCode::kUnavailable, "OVERLOADED")));
  EXPECT_THAT(answers, Contains(IsOk()));
  stubs.reset();
  EXPECT_EQ(slow->Stop(), 0);
}

TEST_F(AuthLogInTest, EndsASessionForEveryReplicaAtOnce) {
  const Browser ada = NewUser();
  const auto replica = suite_->AnotherProcess({});
  replica->Start();
  auto there = std::make_unique<AuthStubs>(*replica, "gateway");
  const Credentials credentials = As(ada);
  const auto ask_there = [&] {
    return Call(*there->auth, &Stub::GetSession, v1::GetSessionRequest(), credentials);
  };
  ASSERT_THAT(ask_there(), IsOk());

  const auto answer = LogOut(credentials);
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(answer->has_session());
  EXPECT_EQ(answer->session(), "");
  EXPECT_THAT(Exchange(ada.session), Fails(kNobody, "SESSION_INVALID"));
  EXPECT_TRUE(Eventually([&] { return ReasonOf(ask_there().status()) == "UNAUTHENTICATED"; }));
  there.reset();
  EXPECT_EQ(replica->Stop(), 0);
}

TEST_F(AuthLogInTest, KnowsNobodyWithoutAnAssertion) {
  EXPECT_THAT(GetSession({}), Fails(kNobody, "UNAUTHENTICATED"));
  EXPECT_THAT(LogOut({}), Fails(kNobody, "UNAUTHENTICATED"));
  EXPECT_THAT(Exchange("unknown"), Fails(kNobody, "SESSION_INVALID"));
}

TEST_F(AuthLogInTest, ExchangesForTheGatewayOnly) {
  const Browser ada = NewUser();
  v1::ExchangeSessionRequest request;
  request.set_session(ada.session);
  for (const char* as : {"billing", "auth", ""}) {
    EXPECT_THAT(Call(*AuthStubs(suite_->process(), as).auth, &Stub::ExchangeSession, request),
                HasCode(absl::StatusCode::kPermissionDenied))
        << as;
  }
}

TEST_F(AuthLogInTest, SignsWithAKeyThatItLists) {
  const Browser ada = NewUser();
  const auto signed_assertion = Exchange(ada.session, ada.user.personal_project());
  ASSERT_THAT(signed_assertion, IsOk());
  for (const char* as : {"gateway", "auth", "instance", "billing", "audit", "scheduler"}) {
    const auto keys = Call(*AuthStubs(suite_->process(), as).auth, &Stub::ListSigningKeys,
                           v1::ListSigningKeysRequest());
    ASSERT_THAT(keys, IsOk());
    const auto key = std::find_if(
        keys->keys().begin(), keys->keys().end(),
        [&](const auto& listed) { return listed.key_id() == signed_assertion->key_id(); });
    ASSERT_NE(key, keys->keys().end());
    EXPECT_TRUE(rpc::VerifyEd25519(key->public_key(), signed_assertion->assertion(),
                                   signed_assertion->signature()));
  }
}

TEST_F(AuthLogInTest, MakesAStrangerOfWhoeverIsNoMember) {
  const Browser ada = NewUser();
  const Browser eve = NewUser();
  EXPECT_TRUE(Read(Exchange(ada.session, ada.user.personal_project())).member());
  EXPECT_FALSE(Read(Exchange(ada.session, eve.user.personal_project())).member());
  EXPECT_FALSE(Read(Exchange(ada.session, "projects/nowhere")).member());
}

TEST_F(AuthLogInTest, LosesNothingWhenItDiesBeforeItAnswers) {
  const std::string email = NewEmail();
  suite_->process().CrashAt("auth.after_sign_up");
  EXPECT_THAT(SignUp(email), HasCode(absl::StatusCode::kUnavailable));
  ASSERT_EQ(suite_->process().Wait(), -SIGKILL);
  suite_->process().Start();
  EXPECT_TRUE(Eventually([&] { return ReasonOf(SignUp(email).status()) == "EMAIL_TAKEN"; }));
  EXPECT_THAT(LogIn(email), IsOk());
}

}  // namespace
}  // namespace nexus::auth

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/call_context.h"
#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "services/auth/domain/accounts.h"
#include "services/auth/domain/password_log_in.h"
#include "services/auth/domain/signing_keys.h"
#include "services/auth/testing/fake_password_hasher.h"
#include "services/auth/testing/postgres_auth_backend.h"
#include "services/auth/testing/test_key_file.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::nexus::testing::RunInParallel;
using ::testing::AnyOf;
using ::testing::Each;

constexpr char kPassword[] = "a sentence nobody guesses";
constexpr char kRefused[] = "42501";
constexpr char kBreaksAConstraint[] = "23514";

// What only a database can promise.
class PostgresAuthTest : public ::testing::Test {
 protected:
  absl::StatusOr<StartedSession> SignUp(const std::string& email) {
    const ScopedCallContext call(CallContext{.method = "test"});
    return Accounts(backend_.store(), hasher_, sessions_, ids_, true).SignUp({email, kPassword});
  }

  absl::StatusOr<StartedSession> LogIn(const std::string& password) {
    const ScopedCallContext call(CallContext{.method = "test"});
    return PasswordLogIn(backend_.store(), hasher_, sessions_, ids_, LockOutPolicy{})
        .Run({"ada@example.com", password, "192.0.2.1"});
  }

  PostgresAuthBackend backend_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  FakePasswordHasher hasher_;
  Sessions sessions_{backend_.store(), ids_, SessionPolicy{}};
};

TEST_F(PostgresAuthTest, GivesAnAddressToOneOfThoseWhoAskTogether) {
  const auto answers = RunInParallel(4, 1, [&] { return SignUp("ada@example.com").status(); });
  EXPECT_EQ(std::count(answers.begin(), answers.end(), absl::OkStatus()), 1);
  EXPECT_THAT(answers, Each(AnyOf(IsOk(), HasReason("EMAIL_TAKEN"))));
}

TEST_F(PostgresAuthTest, AllowsFiveGuessesEvenWhenTheyAreMadeTogether) {
  ASSERT_THAT(SignUp("ada@example.com"), IsOk());
  const auto answers = RunInParallel(4, 4, [&] { return LogIn("wrong").status(); });
  const auto wrong = std::count_if(answers.begin(), answers.end(), [](const auto& answer) {
    return ReasonOf(answer) == "CREDENTIALS_WRONG";
  });
  EXPECT_EQ(wrong, 5);
  EXPECT_THAT(LogIn(kPassword), HasReason("LOCKED_OUT"));
}

TEST_F(PostgresAuthTest, MakesOneSigningKeyForReplicasThatStartTogether) {
  const TestKeyFile key_file;
  const Sealer sealer = key_file.sealer();
  const auto ids = RunInParallel(4, 1, [&] {
    return SigningKeys(backend_.store(), sealer, ids_, clock_, absl::Hours(24)).Current()->id();
  });
  EXPECT_THAT(ids, Each(ids.front()));
}

TEST_F(PostgresAuthTest, DoesNotLetTheServiceRemoveUsersOrRewriteTheirPast) {
  ASSERT_THAT(SignUp("ada@example.com"), IsOk());
  for (const char* sql :
       {"DELETE FROM users", "DELETE FROM projects", "DELETE FROM memberships",
        "UPDATE projects SET display_name = 'x'", "DELETE FROM api_tokens", "DELETE FROM events",
        "UPDATE events SET actor = ''", "UPDATE signing_keys SET public_key = ''",
        "DROP TABLE users", "ALTER TABLE users DISABLE TRIGGER ALL"}) {
    EXPECT_EQ(backend_.Try(sql), kRefused) << sql;
  }
}

TEST_F(PostgresAuthTest, HoldsItsConstraintsWhenTheCodeIsBypassed) {
  ASSERT_THAT(SignUp("ada@example.com"), IsOk());
  EXPECT_EQ(backend_.TryAsOwner("UPDATE users SET role = 'king'"), kBreaksAConstraint);
  EXPECT_EQ(backend_.TryAsOwner("UPDATE users SET email = 'nobody'"), kBreaksAConstraint);
  EXPECT_EQ(backend_.TryAsOwner("UPDATE users SET password_hash = ''"), kBreaksAConstraint);
  EXPECT_EQ(backend_.TryAsOwner("UPDATE sessions SET secret_hash = 'short'"), kBreaksAConstraint);
  EXPECT_EQ(backend_.TryAsOwner("UPDATE sessions SET expire_time = create_time"),
            kBreaksAConstraint);
  EXPECT_EQ(backend_.TryAsOwner("DELETE FROM memberships"), "23503");
  EXPECT_EQ(backend_.TryAsOwner("INSERT INTO users SELECT gen_random_uuid(), upper(email), role, "
                                "password_hash, gen_random_uuid(), create_time FROM users"),
            "23505");
}

TEST_F(PostgresAuthTest, RemovesWhatHasEndedByItself) {
  ASSERT_THAT(SignUp("ada@example.com"), IsOk());
  ASSERT_THAT(SignUp("eve@example.com"), IsOk());
  EXPECT_THAT(LogIn("wrong"), HasReason("CREDENTIALS_WRONG"));
  ASSERT_EQ(backend_.TryAsOwner(
                "UPDATE sessions SET idle_expire_time = now() - interval '1 second' WHERE user_id "
                "= (SELECT id FROM users WHERE email = 'eve@example.com')"),
            "");
  ASSERT_EQ(backend_.TryAsOwner("UPDATE log_in_failures SET expire_time = now() - interval '1 s'"),
            "");
  ASSERT_EQ(backend_.Try("SELECT nexus_maintain_credentials()"), "");

  pqxx::connection connection(backend_.database().owner_connection());
  pqxx::work work(connection);
  EXPECT_EQ(work.exec("SELECT count(*) FROM sessions")[0][0].as<int>(), 1);
  EXPECT_EQ(work.exec("SELECT count(*) FROM log_in_failures")[0][0].as<int>(), 0);
}

TEST_F(PostgresAuthTest, KeepsNoSecretAsItIs) {
  const auto started = SignUp("ada@example.com");
  ASSERT_THAT(started, IsOk());
  pqxx::connection connection(backend_.database().owner_connection());
  pqxx::work work(connection);
  const auto found = work.exec_params(
      "SELECT count(*) FROM sessions s WHERE position($1 IN s::text) > 0 OR "
      "position(encode($1::bytea, 'hex') IN s::text) > 0",
      started->secret);
  EXPECT_EQ(found[0][0].as<int>(), 0);
}

}  // namespace
}  // namespace nexus::auth

#include "services/auth/domain/auth_store.h"

#include <algorithm>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/ids.h"
#include "libs/testing/status_matchers.h"
#include "services/auth/domain/announcements.h"
#include "services/auth/domain/errors.h"
#include "services/auth/testing/auth_backend.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr char kSecretHash[] = "0123456789abcdef0123456789abcdef";

// What every AuthStore promises.
class AuthStoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  // Runs `body` in a transaction of its own and answers what it returned.
  template <typename Body>
  auto In(Body body) {
    std::optional<decltype(body(std::declval<AuthTransaction&>()))> result;
    const absl::Status status = store().InTransaction([&](AuthTransaction& tx) {
      result.emplace(body(tx));
      return absl::OkStatus();
    });
    EXPECT_THAT(status, IsOk());
    return *std::move(result);
  }

  Account NewAccount(const std::string& email) {
    return {.user = {.id = ids_.NewId(),
                     .email = email,
                     .personal_project = ids_.NewId(),
                     .create_time = absl::FromUnixSeconds(1'700'000'000)},
            .password_hash = "hash"};
  }

  User AddUser(const std::string& email) {
    const Account account = NewAccount(email);
    EXPECT_TRUE(In([&](AuthTransaction& tx) { return tx.AddUser(account, "Personal project"); }));
    return account.user;
  }

  // A session that began an hour ago.
  Session AddSession(const User& user, absl::Duration lifetime, absl::Duration idle) {
    return In([&](AuthTransaction& tx) {
      const absl::Time begin = tx.Now() - absl::Hours(1);
      const Session session{.id = ids_.NewId(),
                            .user = user.id,
                            .create_time = begin,
                            .expire_time = begin + lifetime,
                            .idle_expire_time = begin + idle};
      tx.AddSession(session, kSecretHash);
      return session;
    });
  }

  ApiToken AddToken(const User& user, const std::string& display_name,
                    std::optional<absl::Duration> lifetime = {},
                    const std::string& secret_hash = kSecretHash) {
    return In([&](AuthTransaction& tx) {
      const absl::Time begin = tx.Now() - absl::Hours(1);
      ApiToken token{.id = ids_.NewId(),
                     .user = user.id,
                     .project = user.personal_project,
                     .display_name = display_name,
                     .create_time = begin};
      if (lifetime) token.expire_time = begin + *lifetime;
      tx.AddApiToken(token, secret_hash);
      return token;
    });
  }

  std::optional<Standing> StandingOfSession(const std::string& project = {}) {
    return In([&](AuthTransaction& tx) { return tx.ReadSessionStanding(kSecretHash, project); });
  }

  std::optional<Standing> StandingOfToken(const std::string& project = {}) {
    return In([&](AuthTransaction& tx) { return tx.ReadTokenStanding(kSecretHash, project); });
  }

  AuthStore& store() { return backend_->store(); }

  std::unique_ptr<AuthBackend> backend_ = GetParam().open();
  SystemClock clock_;
  RandomIdSource ids_{clock_};
};

auto HasId(const std::string& id) { return Field("id", &User::id, id); }

TEST_P(AuthStoreTest, KeepsNothingWhenTheBodyFails) {
  const Account account = NewAccount("ada@example.com");
  const absl::Status status = store().InTransaction([&](AuthTransaction& tx) -> absl::Status {
    tx.AddUser(account, "Personal project");
    tx.Publish(UserChanged(account.user));
    return EmailTaken();
  });
  EXPECT_THAT(status, HasReason("EMAIL_TAKEN"));
  EXPECT_EQ(In([&](AuthTransaction& tx) { return tx.FindUser(account.user.id); }), std::nullopt);
  EXPECT_THAT(backend_->AnnouncedTypes(), IsEmpty());
}

TEST_P(AuthStoreTest, AnnouncesWhatWasPublished) {
  const User user = AddUser("ada@example.com");
  In([&](AuthTransaction& tx) {
    tx.Publish(UserChanged(user));
    tx.Publish(Revoked(UserName(user.id), 2));
    return true;
  });
  EXPECT_THAT(backend_->AnnouncedTypes(),
              ElementsAre("nexus.auth.v1.UserChanged", "nexus.auth.v1.Revoked"));
}

TEST_P(AuthStoreTest, FindsAUserByIdAndByAddressInAnyCase) {
  const User user = AddUser("Ada@example.com");
  EXPECT_THAT(In([&](AuthTransaction& tx) { return tx.FindUser(user.id); }),
              Optional(HasId(user.id)));
  const auto account = In([](AuthTransaction& tx) { return tx.FindAccount("aDA@EXAMPLE.com"); });
  ASSERT_TRUE(account);
  EXPECT_EQ(account->user.email, "Ada@example.com");
  EXPECT_EQ(account->user.create_time, user.create_time);
  EXPECT_EQ(account->password_hash, "hash");
  EXPECT_EQ(In([](AuthTransaction& tx) { return tx.FindAccount("eve@example.com"); }).has_value(),
            false);
}

TEST_P(AuthStoreTest, FindsNothingUnderWhatIsNoId) {
  EXPECT_EQ(In([](AuthTransaction& tx) { return tx.FindUser("1; DROP TABLE users"); }),
            std::nullopt);
  EXPECT_EQ(In([](AuthTransaction& tx) { return tx.FindSession("").has_value(); }), false);
  EXPECT_EQ(In([](AuthTransaction& tx) { return tx.FindApiToken("-").has_value(); }), false);
}

TEST_P(AuthStoreTest, GivesAnAddressToOneUserOnly) {
  AddUser("ada@example.com");
  const absl::Status status = store().InTransaction([&](AuthTransaction& tx) -> absl::Status {
    return tx.AddUser(NewAccount("ADA@example.com"), "Personal project") ? absl::OkStatus()
                                                                         : EmailTaken();
  });
  EXPECT_THAT(status, HasReason("EMAIL_TAKEN"));
}

TEST_P(AuthStoreTest, MakesAUserOwnerOfItsProject) {
  const User user = AddUser("ada@example.com");
  const auto memberships = In([&](AuthTransaction& tx) { return tx.ListMemberships(user.id); });
  EXPECT_THAT(memberships, ElementsAre(::testing::AllOf(
                               Field(&Membership::project, user.personal_project),
                               Field(&Membership::display_name, std::string("Personal project")))));
}

TEST_P(AuthStoreTest, SavesARoleAndWhatItChanges) {
  User user = AddUser("ada@example.com");
  user.role = Role::kAdministrator;
  user.version = 2;
  user.revision = 2;
  In([&](AuthTransaction& tx) {
    tx.SaveUser(user);
    return true;
  });
  const auto saved = In([](AuthTransaction& tx) { return tx.LockUserByEmail("ada@example.com"); });
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->role, Role::kAdministrator);
  EXPECT_EQ(saved->version, 2);
  EXPECT_EQ(saved->revision, 2);
}

TEST_P(AuthStoreTest, ReplacesAPasswordHashOnlyIfItIsStillTheFormer) {
  const User user = AddUser("ada@example.com");
  const auto replace = [&](const std::string& former, const std::string& hash) {
    return In([&](AuthTransaction& tx) {
      tx.ReplacePasswordHash(user.id, former, hash);
      return tx.FindAccount("ada@example.com")->password_hash;
    });
  };
  EXPECT_EQ(replace("hash", "better"), "better");
  EXPECT_EQ(replace("hash", "late"), "better");
}

TEST_P(AuthStoreTest, ListsUsersNewestFirstInPages) {
  const User ada = AddUser("ada@one.example");
  const User bob = AddUser("bob@two.example");
  const User eve = AddUser("Eve@ONE.example");
  const auto list = [&](UserQuery query) {
    return In([&](AuthTransaction& tx) { return tx.ListUsers(query); });
  };
  std::vector<std::string> newest_first = {ada.id, bob.id, eve.id};
  std::sort(newest_first.rbegin(), newest_first.rend());
  EXPECT_THAT(list({.limit = 2}), ElementsAre(HasId(newest_first[0]), HasId(newest_first[1])));
  EXPECT_THAT(list({.before_id = newest_first[1], .limit = 2}),
              ElementsAre(HasId(newest_first[2])));
  EXPECT_THAT(list({.email_contains = "@one"}),
              ::testing::UnorderedElementsAre(HasId(ada.id), HasId(eve.id)));
  EXPECT_THAT(list({.email_contains = "%"}), IsEmpty());
}

TEST_P(AuthStoreTest, ReadsASessionsStandingInOneMoment) {
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

TEST_P(AuthStoreTest, TellsAProjectOfOthersFromOneThatDoesNotExist) {
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

TEST_P(AuthStoreTest, LetsASessionEndByTimeAndByIdleness) {
  const User user = AddUser("ada@example.com");
  const Session old = AddSession(user, absl::Minutes(59), absl::Hours(24));
  EXPECT_FALSE(StandingOfSession());
  In([&](AuthTransaction& tx) { return tx.EndSession(old.id).has_value(); });
  AddSession(user, absl::Hours(24), absl::Minutes(59));
  EXPECT_FALSE(StandingOfSession());
}

TEST_P(AuthStoreTest, RecordsASessionsUseAndLetsItLieIdleAnew) {
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

TEST_P(AuthStoreTest, EndsASessionOnce) {
  const User user = AddUser("ada@example.com");
  const Session session = AddSession(user, absl::Hours(24), absl::Hours(24));
  const auto end = [&](AuthTransaction& tx) { return tx.EndSession(session.id).has_value(); };
  EXPECT_TRUE(In(end));
  EXPECT_FALSE(In(end));
  EXPECT_FALSE(StandingOfSession());
}

TEST_P(AuthStoreTest, ListsAUsersTokensNewestFirstWithoutRevokedOnes) {
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

TEST_P(AuthStoreTest, KeepsARevokedTokenButGivesItNoStanding) {
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

TEST_P(AuthStoreTest, GivesAnExpiredTokenNoStanding) {
  const User user = AddUser("ada@example.com");
  AddToken(user, "ci", absl::Minutes(59));
  EXPECT_FALSE(StandingOfToken());
}

TEST_P(AuthStoreTest, RecordsATokensUse) {
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

TEST_P(AuthStoreTest, CountsFailuresPerKeyUntilTheyEnd) {
  const FailureKey account{FailureKey::Kind::kAccount, "ada@example.com"};
  const FailureKey address{FailureKey::Kind::kAddress, "ada@example.com"};
  const absl::Time now = In([](AuthTransaction& tx) { return tx.Now(); });
  const auto attempt = ids_.NewId();
  In([&](AuthTransaction& tx) {
    tx.LockFailures(account);
    tx.AddFailure(account, ids_.NewId(), now - absl::Minutes(1));
    tx.AddFailure(account, attempt, now + absl::Minutes(1));
    tx.AddFailure(account, ids_.NewId(), now + absl::Minutes(2));
    tx.AddFailure(address, attempt, now + absl::Minutes(3));
    return true;
  });
  const auto nth = [&](const FailureKey& key, int n) {
    return In([&](AuthTransaction& tx) { return tx.NthNewestFailureEnds(key, n); });
  };
  EXPECT_EQ(nth(account, 1), now + absl::Minutes(2));
  EXPECT_EQ(nth(account, 2), now + absl::Minutes(1));
  EXPECT_EQ(nth(account, 3), std::nullopt);

  In([&](AuthTransaction& tx) {
    tx.RemoveFailure(account, attempt);
    return true;
  });
  EXPECT_EQ(nth(account, 2), std::nullopt);
  In([&](AuthTransaction& tx) {
    tx.RemoveFailures(account);
    return true;
  });
  EXPECT_EQ(nth(account, 1), std::nullopt);
  EXPECT_EQ(nth(address, 1), now + absl::Minutes(3));
}

TEST_P(AuthStoreTest, KeepsSigningKeysNewestFirst) {
  const auto add = [&](absl::Duration age) {
    return In([&](AuthTransaction& tx) {
      const StoredSigningKey key{.id = ids_.NewId(),
                                 .public_key = std::string("\0\xff", 2) + std::string(30, 'k'),
                                 .sealed_private_key = std::string("\0sealed\0", 8),
                                 .create_time = tx.Now() - age};
      tx.LockSigningKeys();
      tx.AddSigningKey(key);
      return key;
    });
  };
  const StoredSigningKey old = add(absl::Hours(2));
  const StoredSigningKey young = add(absl::Hours(1));
  auto keys = In([](AuthTransaction& tx) { return tx.ListSigningKeys(); });
  ASSERT_THAT(keys, ElementsAre(Field(&StoredSigningKey::id, young.id),
                                Field(&StoredSigningKey::id, old.id)));
  EXPECT_EQ(keys[0].public_key, young.public_key);
  EXPECT_EQ(keys[0].sealed_private_key, young.sealed_private_key);
  In([&](AuthTransaction& tx) {
    tx.RemoveSigningKey(old.id);
    return true;
  });
  keys = In([](AuthTransaction& tx) { return tx.ListSigningKeys(); });
  EXPECT_THAT(keys, ElementsAre(Field(&StoredSigningKey::id, young.id)));
}

INSTANTIATE_TEST_SUITE_P(Backends, AuthStoreTest,
                         ::testing::Values(Backend{"Fake", OpenFake},
                                           Backend{"Postgres", OpenPostgres}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace nexus::auth

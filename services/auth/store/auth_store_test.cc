#include "services/auth/domain/auth_store.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/auth/domain/announcements.h"
#include "services/auth/domain/errors.h"
#include "services/auth/testing/auth_store_suite.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Optional;

auto HasId(const std::string& id) { return Field("id", &User::id, id); }

// What every AuthStore promises of users, failures and keys.
class UserStoreTest : public AuthStoreTest {};

TEST_P(UserStoreTest, KeepsNothingWhenTheBodyFails) {
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

TEST_P(UserStoreTest, AnnouncesWhatWasPublished) {
  const User user = AddUser("ada@example.com");
  In([&](AuthTransaction& tx) {
    tx.Publish(UserChanged(user));
    tx.Publish(Revoked(UserName(user.id), 2));
    return true;
  });
  EXPECT_THAT(backend_->AnnouncedTypes(),
              ElementsAre("nexus.auth.v1.UserChanged", "nexus.auth.v1.Revoked"));
}

TEST_P(UserStoreTest, FindsAUserByIdAndByAddressInAnyCase) {
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

TEST_P(UserStoreTest, FindsNothingUnderWhatIsNoId) {
  EXPECT_EQ(In([](AuthTransaction& tx) { return tx.FindUser("1; DROP TABLE users"); }),
            std::nullopt);
  EXPECT_EQ(In([](AuthTransaction& tx) { return tx.FindSession("").has_value(); }), false);
  EXPECT_EQ(In([](AuthTransaction& tx) { return tx.FindApiToken("-").has_value(); }), false);
}

TEST_P(UserStoreTest, GivesAnAddressToOneUserOnly) {
  AddUser("ada@example.com");
  const absl::Status status = store().InTransaction([&](AuthTransaction& tx) -> absl::Status {
    return tx.AddUser(NewAccount("ADA@example.com"), "Personal project") ? absl::OkStatus()
                                                                         : EmailTaken();
  });
  EXPECT_THAT(status, HasReason("EMAIL_TAKEN"));
}

TEST_P(UserStoreTest, MakesAUserOwnerOfItsProject) {
  const User user = AddUser("ada@example.com");
  const auto memberships = In([&](AuthTransaction& tx) { return tx.ListMemberships(user.id); });
  EXPECT_THAT(memberships, ElementsAre(::testing::AllOf(
                               Field(&Membership::project, user.personal_project),
                               Field(&Membership::display_name, std::string("Personal project")))));
}

TEST_P(UserStoreTest, SavesARoleAndWhatItChanges) {
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

TEST_P(UserStoreTest, ReplacesAPasswordHashOnlyIfItIsStillTheFormer) {
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

TEST_P(UserStoreTest, ListsUsersNewestFirstInPages) {
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

TEST_P(UserStoreTest, CountsFailuresPerKeyUntilTheyEnd) {
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

TEST_P(UserStoreTest, KeepsSigningKeysNewestFirst) {
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

INSTANTIATE_TEST_SUITE_P(Backends, UserStoreTest,
                         ::testing::Values(Backend{"Fake", OpenFake},
                                           Backend{"Postgres", OpenPostgres}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace nexus::auth

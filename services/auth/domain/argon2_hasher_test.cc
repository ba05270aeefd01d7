#include "services/auth/domain/argon2_hasher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::IsOk;
using ::nexus::testing::IsOkAndHolds;
using ::testing::AllOf;
using ::testing::Field;
using ::testing::StartsWith;

constexpr Argon2Policy kCheap{.memory_kib = 64, .passes = 1, .lanes = 1};

auto Matches() { return Field(&PasswordCheck::matches, true); }
auto Differs() { return Field(&PasswordCheck::matches, false); }

TEST(Argon2HasherTest, KnowsThePasswordAgainAndNoOther) {
  Argon2Hasher hasher(kCheap);
  const auto hash = hasher.Hash("a password");
  ASSERT_THAT(hash, IsOkAndHolds(StartsWith("$argon2id$v=19$m=64,t=1,p=1$")));
  EXPECT_THAT(hasher.Check("a password", *hash), IsOkAndHolds(Matches()));
  EXPECT_THAT(hasher.Check("A password", *hash), IsOkAndHolds(Differs()));
  EXPECT_THAT(hasher.Check("", *hash), IsOkAndHolds(Differs()));
}

TEST(Argon2HasherTest, SaltsEveryHash) {
  Argon2Hasher hasher(kCheap);
  EXPECT_NE(*hasher.Hash("a password"), *hasher.Hash("a password"));
}

TEST(Argon2HasherTest, CallsAHashOfLessWorkOutdated) {
  const std::string hash = *Argon2Hasher(kCheap).Hash("a password");
  Argon2Hasher same(kCheap);
  EXPECT_THAT(same.Check("a password", hash),
              IsOkAndHolds(AllOf(Matches(), Field(&PasswordCheck::outdated, false))));
  Argon2Hasher stricter({.memory_kib = 128, .passes = 1, .lanes = 1});
  EXPECT_THAT(stricter.Check("a password", hash),
              IsOkAndHolds(AllOf(Matches(), Field(&PasswordCheck::outdated, true))));
}

TEST(Argon2HasherTest, MatchesNoHashThatCannotBeRead) {
  Argon2Hasher hasher(kCheap);
  EXPECT_THAT(hasher.Check("a password", "not a hash"), IsOkAndHolds(Differs()));
  EXPECT_THAT(hasher.CheckInVain("a password"), IsOk());
}

}  // namespace
}  // namespace nexus::auth

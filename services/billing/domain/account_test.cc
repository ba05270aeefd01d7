#include "services/billing/domain/account.h"

#include <cstdint>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::billing {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

Account With(Account::Balances balances) { return Account("projects/acme", "EUR", balances, 7); }

::testing::AssertionResult Has(const Account& account, Account::Balances want) {
  const Account::Balances& have = account.balances();
  if (have == want) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure()
         << "wallet " << have.wallet << ", debt " << have.debt << ", held " << have.held;
}

TEST(AccountTest, CreditsTheWallet) {
  Account account = With({.wallet = 10});
  EXPECT_THAT(account.Credit(5), IsOk());
  EXPECT_TRUE(Has(account, {.wallet = 15}));
  EXPECT_EQ(account.version(), 8);
}

TEST(AccountTest, PaysDebtBeforeTheWallet) {
  Account account = With({.wallet = 4, .debt = 10, .held = 4});
  EXPECT_THAT(account.Credit(7), IsOk());
  EXPECT_TRUE(Has(account, {.wallet = 4, .debt = 3, .held = 4}));
  EXPECT_THAT(account.Credit(7), IsOk());
  EXPECT_TRUE(Has(account, {.wallet = 8, .debt = 0, .held = 4}));
}

TEST(AccountTest, RefusesACreditThatCannotBeCounted) {
  Account account = With({.wallet = kMost - 5});
  EXPECT_THAT(account.Credit(6), Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_TRUE(Has(account, {.wallet = kMost - 5}));
  EXPECT_EQ(account.version(), 7);
}

TEST(AccountTest, HoldsAllThatIsAvailableAndNoMore) {
  Account account = With({.wallet = 10, .held = 3});
  EXPECT_THAT(account.Hold(8), Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
  EXPECT_THAT(account.Hold(7), IsOk());
  EXPECT_TRUE(Has(account, {.wallet = 10, .held = 10}));
}

TEST(AccountTest, KeepsAnHourOfWhatRunsOutOfReach) {
  Account account = With({.wallet = 10, .running_hour = 4});
  EXPECT_EQ(account.available(), 6);
  EXPECT_THAT(account.Hold(7), Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
}

TEST(AccountTest, HoldsNothingForADebtor) {
  Account account = With({.debt = 1});
  EXPECT_THAT(account.Hold(0), Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
}

TEST(AccountTest, SaysHowMuchIsMissing) {
  Account account = With({.wallet = 2'500'000});
  const Metadata metadata = MetadataOf(account.Hold(4'000'000));
  EXPECT_EQ(metadata.at("account"), "projects/acme/billingAccount");
  EXPECT_EQ(metadata.at("available_micros"), "2500000");
  EXPECT_EQ(metadata.at("requested_micros"), "4000000");
  EXPECT_EQ(metadata.at("currency"), "EUR");
}

TEST(AccountTest, CountsTheLargestClaimsWithoutOverflow) {
  const Account account = With({.wallet = 0, .debt = kMost, .running_hour = kMost});
  EXPECT_EQ(account.available(), std::numeric_limits<std::int64_t>::min());
}

TEST(AccountTest, PaysDebtFromWhatIsFreed) {
  Account account = With({.wallet = 10, .debt = 4, .held = 10});
  account.Release(6);
  EXPECT_TRUE(Has(account, {.wallet = 6, .debt = 0, .held = 4}));
}

TEST(AccountTest, TakesTheFeeAndFreesTheRest) {
  Account account = With({.wallet = 10, .held = 5});
  account.Capture(/*fee=*/3, /*rest=*/2);
  EXPECT_TRUE(Has(account, {.wallet = 7, .held = 0}));
  EXPECT_EQ(account.version(), 8);
}

TEST(AccountTest, PaysDebtFromTheRestOfACapture) {
  Account account = With({.wallet = 5, .debt = 9, .held = 5});
  account.Capture(/*fee=*/3, /*rest=*/2);
  EXPECT_TRUE(Has(account, {.wallet = 0, .debt = 7, .held = 0}));
}

TEST(AccountTest, ChargesWhatIsNotHeldAndOwesTheRest) {
  Account account = With({.wallet = 10, .held = 6});
  EXPECT_THAT(account.Charge(9), IsOk());
  EXPECT_TRUE(Has(account, {.wallet = 6, .debt = 5, .held = 6}));
}

TEST(AccountTest, RefusesADebtThatCannotBeCounted) {
  Account account = With({.debt = kMost - 1});
  EXPECT_THAT(account.Charge(2), Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_TRUE(Has(account, {.debt = kMost - 1}));
}

TEST(AccountDeathTest, CannotHoldMoreThanTheWalletHas) {
  EXPECT_DEATH(With({.wallet = 1, .held = 2}), "");
}

}  // namespace
}  // namespace nexus::billing

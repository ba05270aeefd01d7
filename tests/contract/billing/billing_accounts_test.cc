#include <limits>
#include <set>

#include <gmock/gmock.h>

#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/billing/billing_world.h"

namespace nexus::billing {
namespace {

using testing::Fails;
using testing::HasCode;
using testing::IsOk;
using testing::RunInParallel;
using ::testing::SizeIs;

using BillingAccountsTest = BillingContractTest;

TEST_F(BillingAccountsTest, ReadAProjectThatNeverHadMoneyAsZero) {
  const auto account = GetAccount();
  EXPECT_EQ(account.name(), account_name());
  EXPECT_EQ(account.wallet().micros(), 0);
  EXPECT_EQ(account.available().currency_code(), "EUR");
}

TEST_F(BillingAccountsTest, ShowACreditAsMoneyAndAsATransaction) {
  const auto credit = Credit(Money(10));
  ASSERT_THAT(credit, IsOk());
  EXPECT_EQ(credit->kind(), v1::Transaction::CREDIT);
  EXPECT_EQ(credit->description(), "Bank transfer of 3 May");
  EXPECT_EQ(credit->balance_after().micros(), 10'000'000);
  EXPECT_TRUE(credit->has_create_time());

  EXPECT_EQ(GetAccount().wallet().micros(), 10'000'000);
  EXPECT_EQ(GetAccount().available().micros(), 10'000'000);
  const auto listed = ListTransactions(0, "");
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->transactions(), SizeIs(1));
  EXPECT_EQ(listed->transactions(0).SerializeAsString(), credit->SerializeAsString());
}

TEST_F(BillingAccountsTest, AreShownToWhoMayOnly) {
  EXPECT_THAT(GetAccountAs({}), HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(GetAccountAs(testing::Caller{.project = "projects/" + NewId(),
                                           .permissions = {"billing.get"}}),
              HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetAccountAs(testing::Caller{.project = project_}),
              HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(BillingAccountsTest, AreCreditedByTheOperatorOnly) {
  EXPECT_THAT(CreditAs({}), HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(CreditAs(Member()), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(CreditAs(Administrator()), IsOk());
}

TEST_F(BillingAccountsTest, BookNoAmountThatIsNone) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  type::v1::Money most = Money(0);
  most.set_micros(kMost);
  type::v1::Money least = Money(0);
  least.set_micros(-kMost - 1);

  for (const auto& amount : {Money(0), Money(-1), least}) {
    EXPECT_THAT(Credit(amount), Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  }
  for (const auto& amount : {Money(1, "USD"), Money(1, "")}) {
    EXPECT_THAT(Credit(amount), Fails(absl::StatusCode::kInvalidArgument, "CURRENCY_WRONG"));
  }
  ASSERT_THAT(Credit(most), IsOk());
  EXPECT_THAT(Credit(Money(1)), Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_EQ(GetAccount().wallet().micros(), kMost);
  EXPECT_THAT(ListTransactions(0, "")->transactions(), SizeIs(1));
}

TEST_F(BillingAccountsTest, RefuseNamesThatAreNone) {
  v1::CreditAccountRequest request;
  *request.mutable_amount() = Money(1);
  request.set_reason("A gift");
  for (const char* name : {"projects/typo/billingAccount", "projects/x", "accounts/1"}) {
    request.set_name(name);
    EXPECT_THAT(Call(world_->gateway(), &Stub::CreditAccount, request, Administrator()),
                Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  }
}

TEST_F(BillingAccountsTest, BookARepeatedCreditOnce) {
  const auto first = Credit(Money(10), "transfer-1");
  ASSERT_THAT(first, IsOk());
  const auto again = Credit(Money(10), "transfer-1");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->name(), again->name());
  EXPECT_THAT(Credit(Money(11), "transfer-1"),
              Fails(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_EQ(GetAccount().wallet().micros(), 10'000'000);
}

TEST_F(BillingAccountsTest, BookACreditOnceThatComesManyTimesAtTheSameTime) {
  const auto answers = RunInParallel(/*threads=*/8, /*each=*/2, [&] {
    return Credit(Money(10), "transfer-2-" + project_.substr(20));
  });
  std::set<std::string> names;
  for (const auto& answer : answers) {
    if (answer.ok()) {
      names.insert(answer->name());
    } else {
      EXPECT_THAT(answer, Fails(absl::StatusCode::kAborted, "REQUEST_IN_PROGRESS"));
    }
  }
  EXPECT_THAT(names, SizeIs(1));
  EXPECT_EQ(GetAccount().wallet().micros(), 10'000'000);
}

TEST_F(BillingAccountsTest, ListEachTransactionOnceWhileMoreAreBooked) {
  for (int i = 1; i <= 7; ++i) ASSERT_THAT(Credit(Money(i)), IsOk());
  std::vector<std::int64_t> amounts;
  std::string token;
  do {
    const auto page = ListTransactions(3, token);
    ASSERT_THAT(page, IsOk());
    for (const auto& transaction : page->transactions()) {
      amounts.push_back(transaction.amount().micros() / 1'000'000);
    }
    token = page->next_page_token();
    ASSERT_THAT(Credit(Money(100)), IsOk());
  } while (!token.empty());
  EXPECT_THAT(amounts, ::testing::ElementsAre(7, 6, 5, 4, 3, 2, 1));
}

TEST_F(BillingAccountsTest, RefuseAPageThatIsNotTheirs) {
  for (int i = 1; i <= 3; ++i) ASSERT_THAT(Credit(Money(i)), IsOk());
  const std::string token = ListTransactions(1, "")->next_page_token();
  v1::ListTransactionsRequest request;
  const std::string other = "projects/" + NewId();
  request.set_parent(other + "/billingAccount");
  request.set_page_token(token);
  EXPECT_THAT(Call(world_->gateway(), &Stub::ListTransactions, request,
                   testing::Caller{.project = other, .permissions = {"billing.get"}}),
              Fails(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(ListTransactions(1, "nonsense"),
              Fails(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(ListTransactions(-1, ""), Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace nexus::billing

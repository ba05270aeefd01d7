// The script that tells whether the books are right must tell when they are wrong.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/billing/testing/books.h"
#include "services/billing/testing/postgres_books.h"

namespace nexus::billing {
namespace {

using ::nexus::testing::IsOk;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kProject[] = "projects/acme";

struct Break {
  std::string name;
  std::string sql;
  std::string told;
};

class BooksInvariantsTest : public ::testing::TestWithParam<Break> {
 protected:
  BooksInvariantsTest() {
    EXPECT_THAT(ledger_.OpenBooks(), IsOk());
    EXPECT_THAT(ledger_.Credit({.project = kProject, .amount = Eur(10)}), IsOk());
    EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
    EXPECT_THAT(ledger_.Capture(Capturing(1, Eur(3))), IsOk());
    EXPECT_THAT(ledger_.Reserve(Reserving(2, Eur(3), Eur(1))), IsOk());
  }

  // As an owner who switched off what guards the books.
  std::string Tamper(const std::string& sql) {
    std::string script;
    for (const char* table : {"accounts", "transactions", "entries", "holds"}) {
      script += fmt::format("ALTER TABLE {} DISABLE TRIGGER USER;", table);
    }
    return books_.TryAsOwner(script + sql);
  }

  PostgresBooks books_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  Ledger ledger_{books_.ledger(), ids_, "EUR"};
};

TEST_P(BooksInvariantsTest, AreToldWhenTheyAreBroken) {
  ASSERT_THAT(books_.BrokenInvariants(), IsEmpty());
  ASSERT_EQ(Tamper(GetParam().sql), "");
  EXPECT_THAT(books_.BrokenInvariants(), Contains(StartsWith(GetParam().told)));
}

INSTANTIATE_TEST_SUITE_P(
    Breaks, BooksInvariantsTest,
    ::testing::Values(
        Break{"Unbalanced", "UPDATE entries SET amount_micros = 1 WHERE account LIKE 'operator/%'",
              "the entries of a transaction do not cancel out"},
        Break{"OtherAmount", "UPDATE entries SET amount_micros = 2 * amount_micros",
              "a transaction is not its customer's entry"},
        Break{"MoneyFromNowhere", "UPDATE accounts SET wallet_micros = wallet_micros + 1",
              "wallet - debt is not the sum of the account's entries"},
        Break{"MoneyForNobody",
              "INSERT INTO entries SELECT transaction_id, 'projects/nobody', 'EUR', 1 FROM entries "
              "LIMIT 1",
              "money was booked on an account that does not exist"},
        Break{"HeldForNothing", "UPDATE accounts SET held_micros = held_micros - 1",
              "held is not the sum of the open holds"},
        Break{"Gap", "UPDATE transactions SET balance_after_micros = 0 WHERE kind = 'credit'",
              "a balance does not follow from the one before"},
        Break{"FeeWithoutCapture", "UPDATE holds SET state = 'released' WHERE state = 'captured'",
              "a setup fee was taken without its hold being captured"},
        Break{"OtherCurrency", "UPDATE holds SET currency = 'USD'",
              "an amount is in another currency than the books"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace nexus::billing

// What only a database can promise about the books.

#include "services/billing/testing/postgres_books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "services/billing/testing/books.h"

namespace nexus::billing {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::HasCode;
using ::nexus::testing::IsOk;
using ::nexus::testing::RunInParallel;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kProject[] = "projects/acme";
constexpr char kDenied[] = "42501";
constexpr char kCheckViolation[] = "23514";
constexpr char kUniqueViolation[] = "23505";

class PostgresBooksTest : public ::testing::Test {
 protected:
  explicit PostgresBooksTest(int connections = 4) : books_(connections) {
    EXPECT_THAT(ledger_.OpenBooks(), IsOk());
    EXPECT_THAT(Credit(10), IsOk());
  }

  absl::Status Credit(std::int64_t units) {
    return ledger_.Credit({.project = kProject, .amount = Eur(units), .reason = "Welcome"})
        .status();
  }

  Account Acme() { return *ledger_.GetAccount(kProject); }

  void TearDown() override { EXPECT_THAT(books_.BrokenInvariants(), IsEmpty()); }

  PostgresBooks books_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  Ledger ledger_{books_.ledger(), ids_, "EUR"};
};

TEST_F(PostgresBooksTest, LetTheRunningRoleChangeNothingThatWasBooked) {
  for (const char* table : {"transactions", "entries", "prices", "books"}) {
    EXPECT_EQ(books_.Try(fmt::format("UPDATE {} SET currency = 'USD'", table)), kDenied) << table;
    EXPECT_EQ(books_.Try(fmt::format("DELETE FROM {}", table)), kDenied) << table;
    EXPECT_EQ(books_.Try(fmt::format("TRUNCATE {} CASCADE", table)), kDenied) << table;
  }
  for (const char* table : {"accounts", "holds", "events"}) {
    EXPECT_EQ(books_.Try(fmt::format("DELETE FROM {}", table)), kDenied) << table;
  }
  EXPECT_EQ(books_.Try("UPDATE holds SET setup_fee_micros = 0"), kDenied);
  EXPECT_EQ(books_.Try("UPDATE accounts SET currency = 'USD'"), kDenied);
  EXPECT_EQ(books_.Try("DROP TABLE holds"), kDenied);
}

TEST_F(PostgresBooksTest, NeverHaveANegativeWallet) {
  const char* const impossible[] = {
      "UPDATE accounts SET wallet_micros = -1",
      "UPDATE accounts SET debt_micros = -1",
      "UPDATE accounts SET held_micros = -1",
      "UPDATE accounts SET held_micros = wallet_micros + 1",
      "UPDATE accounts SET debt_micros = 1, wallet_micros = wallet_micros + 1",
      "UPDATE accounts SET running_hour_micros = -1"};
  for (const char* sql : impossible) EXPECT_EQ(books_.TryAsOwner(sql), kCheckViolation) << sql;
}

TEST_F(PostgresBooksTest, NeverMoveMoneyThatWasNotBooked) {
  EXPECT_EQ(books_.Try("UPDATE accounts SET wallet_micros = wallet_micros + 1"), kCheckViolation);
  EXPECT_EQ(books_.Try("INSERT INTO accounts (project, currency, wallet_micros) "
                       "VALUES ('projects/x', 'EUR', 1)"),
            kCheckViolation);
}

// Books 1 micro on the account, with these entries.
std::string BookWith(const std::string& entries) {
  return fmt::format(R"sql(
    UPDATE accounts SET wallet_micros = wallet_micros + 1, version = version + 1;
    INSERT INTO transactions (id, project, account_version, kind, description, subject, currency,
                              amount_micros, balance_after_micros)
      SELECT '00000000-0000-7000-8000-000000000001', project, version, 'credit', '', '', 'EUR', 1,
             wallet_micros FROM accounts;
    INSERT INTO entries (transaction_id, account, currency, amount_micros)
      SELECT '00000000-0000-7000-8000-000000000001', * FROM (VALUES {}) v)sql",
                     entries);
}

TEST_F(PostgresBooksTest, NeverHaveAnUnbalancedTransaction) {
  const char* const unbalanced[] = {
      "('projects/acme', 'EUR', 1)",
      "('projects/acme', 'EUR', 1), ('operator/credits', 'EUR', -2)",
      "('projects/acme', 'EUR', 1), ('operator/credits', 'USD', -1)",
      "('projects/acme', 'EUR', 2), ('operator/credits', 'EUR', -2)",
      "('projects/other', 'EUR', 1), ('operator/credits', 'EUR', -1)",
      "('projects/acme', 'EUR', 1), ('projects/other', 'EUR', -1)",
      "('operator/debits', 'EUR', 1), ('operator/credits', 'EUR', -1)"};
  for (const char* entries : unbalanced) {
    EXPECT_EQ(books_.Try(BookWith(entries)), kCheckViolation) << entries;
  }
  EXPECT_EQ(books_.Try(BookWith("('projects/acme', 'EUR', 1), ('operator/credits', 'EUR', -1)")),
            "");
}

TEST_F(PostgresBooksTest, NeverTakeATransactionIntoThePast) {
  ASSERT_THAT(Credit(5), IsOk());
  EXPECT_EQ(books_.Try(R"sql(
    INSERT INTO transactions (id, project, account_version, kind, description, subject, currency,
                              amount_micros, balance_after_micros)
      VALUES ('00000000-0000-7000-8000-000000000001', 'projects/acme', 0, 'credit', '', '', 'EUR',
              1, 1);
    INSERT INTO entries (transaction_id, account, currency, amount_micros)
      VALUES ('00000000-0000-7000-8000-000000000001', 'projects/acme', 'EUR', 1),
             ('00000000-0000-7000-8000-000000000001', 'operator/credits', 'EUR', -1))sql"),
            kCheckViolation);
}

TEST_F(PostgresBooksTest, NeverHoldOtherThanTheSumOfOpenHolds) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  EXPECT_EQ(books_.Try("UPDATE accounts SET held_micros = held_micros - 1"), kCheckViolation);
  EXPECT_EQ(books_.Try("UPDATE holds SET state = 'released'"), kCheckViolation);
}

TEST_F(PostgresBooksTest, NeverOpenAHoldAgain) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(0), Eur(0))), IsOk());
  ASSERT_THAT(ledger_.Release({.id = InstanceId(1), .project = kProject}), IsOk());
  EXPECT_EQ(books_.Try("UPDATE holds SET state = 'open'"), kCheckViolation);
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(1))), IsOk());
  EXPECT_EQ(books_.Try("UPDATE holds SET state = 'released'"), kCheckViolation);
}

TEST_F(PostgresBooksTest, NeverTakeAnInstancesSetupFeeTwice) {
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(1))), IsOk());
  EXPECT_EQ(books_.Try(fmt::format(R"sql(
    INSERT INTO transactions (id, project, account_version, kind, description, subject, currency,
                              amount_micros, balance_after_micros)
      SELECT '00000000-0000-7000-8000-000000000001', project, version + 1, 'setup_fee', '', '{}',
             'EUR', -1, wallet_micros - 1 FROM accounts)sql",
                                   InstanceName(kProject, 1))),
            kUniqueViolation);
}

class ManySessionsTest : public PostgresBooksTest {
 protected:
  ManySessionsTest() : PostgresBooksTest(/*connections=*/16) {}
};

TEST_F(ManySessionsTest, ReserveWithMoneyForThreeExactlyThreeTimes) {
  std::atomic<int> next = 1;
  const auto answers = RunInParallel(/*threads=*/16, /*each=*/10, [&] {
    return ledger_.Reserve(Reserving(next++, Eur(2), Eur(1))).status();
  });
  std::vector<absl::Status> refused;
  for (const auto& status : answers) {
    if (!status.ok()) refused.push_back(status);
  }
  EXPECT_THAT(refused, SizeIs(157));
  EXPECT_THAT(refused, Each(Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS")));
  EXPECT_EQ(Acme().balances().held, Eur(9).micros);
}

TEST_F(ManySessionsTest, ReserveTheSameIdOnce) {
  EXPECT_THAT(RunInParallel(/*threads=*/16, /*each=*/4,
                            [&] { return ledger_.Reserve(Reserving(1, Eur(2), Eur(1))).status(); }),
              Each(IsOk()));
  EXPECT_EQ(Acme().balances().held, Eur(3).micros);
}

TEST_F(ManySessionsTest, CloseAnUnknownIdOnceForAProjectThatHasNoAccount) {
  EXPECT_THAT(
      RunInParallel(
          /*threads=*/16, /*each=*/2,
          [&] {
            return ledger_.Release({.id = InstanceId(1), .project = "projects/new"}).status();
          }),
      Each(IsOk()));
}

TEST_F(ManySessionsTest, CaptureOrReleaseButNeverBoth) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(2), Eur(1))), IsOk());
  std::atomic<int> turn = 0;
  EXPECT_THAT(
      RunInParallel(/*threads=*/8, /*each=*/4,
                    [&] {
                      if (turn++ % 2 == 0) return ledger_.Capture(Capturing(1, Eur(2)));
                      return ledger_.Release({.id = InstanceId(1), .project = kProject}).status();
                    }),
      Each(IsOk()));
  EXPECT_EQ(Acme().balances().held, 0);
  EXPECT_EQ(Acme().balance(), Eur(8).micros);
}

TEST_F(PostgresBooksTest, KeepNothingOfATransactionWhoseConnectionIsLost) {
  const absl::Status status =
      books_.ledger().InTransaction([&](LedgerTransaction& tx) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(kProject, "EUR"));
        NEXUS_RETURN_IF_ERROR(account.Hold(1));
        books_.database().CutConnections();
        return tx.SaveAccount(account);
      });
  EXPECT_THAT(status, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Acme().version(), 1);
  EXPECT_THAT(Credit(1), IsOk());
}

}  // namespace
}  // namespace nexus::billing

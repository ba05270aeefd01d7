#include "services/billing/domain/ledger.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/fakes.h"
#include "libs/testing/status_matchers.h"
#include "nexus/billing/v1/events.pb.h"
#include "services/billing/testing/books.h"
#include "services/billing/testing/fake_ledger_store.h"

namespace nexus::billing {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::FakeClock;
using ::nexus::testing::IsOk;
using ::nexus::testing::IsOkAndHolds;
using ::nexus::testing::SequentialIds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kProject[] = "projects/acme";
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

MATCHER_P(InState, state, "") { return arg.state == state; }

class LedgerTest : public ::testing::Test {
 protected:
  absl::StatusOr<Booking> Credit(Money amount) {
    return ledger_.Credit({.project = kProject, .amount = std::move(amount), .reason = "Welcome"});
  }

  absl::StatusOr<Reservation> Release(int n, std::string project = kProject) {
    return ledger_.Release({.id = InstanceId(n), .project = std::move(project)});
  }

  Account::Balances Balances() { return ledger_.GetAccount(kProject)->balances(); }

  std::vector<Booking> Bookings() { return *ledger_.ListBookings(kProject, std::nullopt, 100); }

  v1::AccountChanged LastAnnounced() {
    v1::AccountChanged payload;
    EXPECT_TRUE(payload.ParseFromString(store_.outbox().back().payload));
    return payload;
  }

  FakeClock clock_;
  FakeLedgerStore store_{clock_};
  SequentialIds ids_;
  Ledger ledger_{store_, ids_, "EUR"};
};

TEST_F(LedgerTest, KeepsTheBooksInTheCurrencyTheyWereOpenedIn) {
  EXPECT_THAT(ledger_.OpenBooks(), IsOk());
  EXPECT_THAT(ledger_.OpenBooks(), IsOk());
  EXPECT_EQ(Ledger(store_, ids_, "USD").OpenBooks().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(LedgerTest, ReadsAnUnknownProjectAsZero) {
  const auto account = ledger_.GetAccount("projects/new");
  ASSERT_THAT(account, IsOk());
  EXPECT_EQ(account->available(), 0);
  EXPECT_EQ(account->version(), 0);
}

using LedgerCreditTest = LedgerTest;

TEST_F(LedgerCreditTest, BooksTheMoneyAndAnnouncesIt) {
  const auto booking = Credit(Eur(10));

  EXPECT_THAT(booking, IsOkAndHolds(AllOf(Field(&Booking::amount, Eur(10)),
                                          Field(&Booking::balance_after, Eur(10)),
                                          Field(&Booking::description, "Welcome"),
                                          Field(&Booking::counter_account, kOperatorCredits))));
  EXPECT_EQ(Balances().wallet, 10'000'000);
  EXPECT_THAT(store_.outbox(),
              ElementsAre(AllOf(Field(&events::NewEvent::type, "nexus.billing.v1.AccountChanged"),
                                Field(&events::NewEvent::subject, "projects/acme/billingAccount"),
                                Field(&events::NewEvent::project, kProject),
                                Field(&events::NewEvent::version, 1))));
  EXPECT_EQ(LastAnnounced().transaction().amount().micros(), 10'000'000);
  EXPECT_EQ(LastAnnounced().account().available().micros(), 10'000'000);
}

TEST_F(LedgerCreditTest, ListsTheNewestFirstInPages) {
  for (int i = 1; i <= 5; ++i) ASSERT_THAT(Credit(Eur(i)), IsOk());

  const auto first = ledger_.ListBookings(kProject, std::nullopt, 2);
  EXPECT_THAT(first, IsOkAndHolds(ElementsAre(Field(&Booking::amount, Eur(5)),
                                              Field(&Booking::amount, Eur(4)))));
  const auto second = ledger_.ListBookings(kProject, first->back().account_version, 2);
  EXPECT_THAT(second, IsOkAndHolds(ElementsAre(Field(&Booking::amount, Eur(3)),
                                               Field(&Booking::amount, Eur(2)))));
}

struct BadAmount {
  std::string name;
  Money amount;
  std::string reason;
};

class LedgerBadCreditTest : public LedgerTest, public ::testing::WithParamInterface<BadAmount> {};

TEST_P(LedgerBadCreditTest, BooksNothing) {
  EXPECT_THAT(Credit(GetParam().amount),
              Fails(absl::StatusCode::kInvalidArgument, GetParam().reason));
  EXPECT_THAT(Bookings(), IsEmpty());
  EXPECT_THAT(store_.outbox(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Amounts, LedgerBadCreditTest,
                         ::testing::Values(BadAmount{"Zero", Eur(0), "AMOUNT_INVALID"},
                                           BadAmount{"Negative", Eur(-1), "AMOUNT_INVALID"},
                                           BadAmount{
                                               "TheLeast", {"EUR", -kMost - 1}, "AMOUNT_INVALID"},
                                           BadAmount{"OtherCurrency", {"USD", 1}, "CURRENCY_WRONG"},
                                           BadAmount{"NoCurrency", {"", 1}, "CURRENCY_WRONG"}),
                         [](const auto& row) { return row.param.name; });

TEST_F(LedgerCreditTest, RefusesWhatCannotBeCounted) {
  ASSERT_THAT(Credit({"EUR", kMost}), IsOk());
  EXPECT_THAT(Credit({"EUR", 1}), Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(Bookings(), SizeIs(1));
}

class LedgerReserveTest : public LedgerTest {
 protected:
  LedgerReserveTest() { EXPECT_THAT(Credit(Eur(10)), IsOk()); }
};

TEST_F(LedgerReserveTest, HoldsTheAmountAndAnnouncesIt) {
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))),
              IsOkAndHolds(InState(Reservation::State::kOpen)));
  EXPECT_EQ(Balances().held, 4'000'000);
  EXPECT_EQ(Balances().wallet, 10'000'000);
  EXPECT_FALSE(LastAnnounced().has_transaction());
  EXPECT_EQ(LastAnnounced().account().held().micros(), 4'000'000);
}

TEST_F(LedgerReserveTest, RefusesMoreThanIsAvailable) {
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(10), Eur(1))),
              Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
  EXPECT_EQ(Balances().held, 0);
  EXPECT_THAT(store_.outbox(), SizeIs(1));
}

TEST_F(LedgerReserveTest, RefusesAProjectThatNeverHadMoney) {
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(1), Eur(0), "projects/new")),
              Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
  EXPECT_THAT(store_.FindAccount("projects/new"), IsOkAndHolds(std::nullopt));
}

TEST_F(LedgerReserveTest, HoldsNothingForWhatIsFree) {
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(0), Eur(0), "projects/new")), IsOk());
}

TEST_F(LedgerReserveTest, AnswersARepeatWithTheFirstReservation) {
  const auto first = ledger_.Reserve(Reserving(1, Eur(3), Eur(1)));
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOkAndHolds(*first));
  EXPECT_EQ(Balances().held, 4'000'000);
  EXPECT_THAT(store_.outbox(), SizeIs(2));
}

TEST_F(LedgerReserveTest, RefusesOtherAmountsUnderTheSameId) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  for (const auto& other : {Reserving(1, Eur(2), Eur(1)), Reserving(1, Eur(3), Eur(2)),
                            Reserving(1, Eur(3), Eur(1), "projects/other")}) {
    EXPECT_THAT(ledger_.Reserve(other),
                Fails(absl::StatusCode::kInvalidArgument, "RESERVATION_DIFFERS"));
  }
}

TEST_F(LedgerReserveTest, RefusesAnIdThatWasReleasedBeforeItCame) {
  ASSERT_THAT(Release(1), IsOk());
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))),
              Fails(absl::StatusCode::kAborted, "CLOSED"));
  EXPECT_EQ(Balances().held, 0);
}

TEST_F(LedgerReserveTest, RefusesAnIdThatHasEnded) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(3))), IsOk());
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))),
              Fails(absl::StatusCode::kAborted, "CLOSED"));
}

TEST_F(LedgerReserveTest, RefusesAmountsThatAreNone) {
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(-1), Eur(1))),
              Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(1), Eur(-1))),
              Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(ledger_.Reserve(Reserving(1, {"EUR", kMost}, {"EUR", 1})),
              Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(ledger_.Reserve(Reserving(1, Eur(1), {"USD", 1})),
              Fails(absl::StatusCode::kInvalidArgument, "CURRENCY_WRONG"));
}

using LedgerReleaseTest = LedgerReserveTest;

TEST_F(LedgerReleaseTest, FreesWhatWasHeld) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  EXPECT_THAT(Release(1), IsOkAndHolds(InState(Reservation::State::kReleased)));
  EXPECT_EQ(Balances().held, 0);
  EXPECT_EQ(Balances().wallet, 10'000'000);
  EXPECT_THAT(Bookings(), SizeIs(1));
  EXPECT_EQ(LastAnnounced().account().held().micros(), 0);
}

TEST_F(LedgerReleaseTest, AnswersARepeatTheSame) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  const auto first = Release(1);
  ASSERT_THAT(first, IsOk());
  const auto announced = store_.outbox().size();
  EXPECT_THAT(Release(1), IsOkAndHolds(*first));
  EXPECT_THAT(store_.outbox(), SizeIs(announced));
}

TEST_F(LedgerReleaseTest, LeavesCapturedMoneyTaken) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(3))), IsOk());
  EXPECT_THAT(Release(1), IsOkAndHolds(InState(Reservation::State::kCaptured)));
  EXPECT_EQ(Balances().wallet, 7'000'000);
}

TEST_F(LedgerReleaseTest, RefusesAnotherProjectsReservation) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  EXPECT_THAT(Release(1, "projects/other"),
              Fails(absl::StatusCode::kInvalidArgument, "RESERVATION_DIFFERS"));
  EXPECT_EQ(Balances().held, 4'000'000);
}

using LedgerCaptureTest = LedgerReserveTest;

TEST_F(LedgerCaptureTest, TakesTheFeeAndFreesTheRest) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(3))), IsOk());

  EXPECT_EQ(Balances().wallet, 7'000'000);
  EXPECT_EQ(Balances().held, 0);
  const Booking fee = Bookings().front();
  EXPECT_EQ(fee.kind, Booking::Kind::kSetupFee);
  EXPECT_EQ(fee.description, "Setup fee for web-1");
  EXPECT_EQ(fee.subject, InstanceName(kProject, 1));
  EXPECT_EQ(fee.amount, Eur(-3));
  EXPECT_EQ(fee.balance_after, Eur(7));
  EXPECT_EQ(LastAnnounced().transaction().subject(), fee.subject);
}

TEST_F(LedgerCaptureTest, TakesTheFeeOnce) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  for (int i = 0; i < 3; ++i) ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(3))), IsOk());
  EXPECT_EQ(Balances().wallet, 7'000'000);
  EXPECT_THAT(Bookings(), SizeIs(2));
}

TEST_F(LedgerCaptureTest, BooksNothingForAFreeSetup) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(0), Eur(1))), IsOk());
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(0))), IsOk());
  EXPECT_EQ(Balances().wallet, 10'000'000);
  EXPECT_EQ(Balances().held, 0);
  EXPECT_THAT(Bookings(), SizeIs(1));
  EXPECT_FALSE(LastAnnounced().has_transaction());
}

TEST_F(LedgerCaptureTest, BooksTheFeeLikeUsageWhenTheHoldIsClosed) {
  ASSERT_THAT(Release(1), IsOk());
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(12))), IsOk());
  EXPECT_EQ(Balances().wallet, 0);
  EXPECT_EQ(Balances().debt, 2'000'000);
  EXPECT_EQ(Bookings().front().amount, Eur(-12));
}

TEST_F(LedgerCaptureTest, BooksTheFeeLikeUsageWhenThereNeverWasAHold) {
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(3), "projects/new")), IsOk());
  ASSERT_THAT(ledger_.Capture(Capturing(1, Eur(3), "projects/new")), IsOk());
  EXPECT_EQ(ledger_.GetAccount("projects/new")->balance(), -3'000'000);
}

TEST_F(LedgerCaptureTest, RefusesAnotherProjectsReservation) {
  ASSERT_THAT(ledger_.Reserve(Reserving(1, Eur(3), Eur(1))), IsOk());
  EXPECT_THAT(ledger_.Capture(Capturing(1, Eur(3), "projects/other")),
              Fails(absl::StatusCode::kInvalidArgument, "RESERVATION_DIFFERS"));
  EXPECT_EQ(Balances().held, 4'000'000);
}

}  // namespace
}  // namespace nexus::billing

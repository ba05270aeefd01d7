#include "services/billing/domain/ledger_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "services/billing/domain/messages.h"
#include "services/billing/testing/books.h"
#include "services/billing/testing/books_backend.h"

namespace nexus::billing {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::HasCode;
using ::nexus::testing::IsOk;
using ::nexus::testing::IsOkAndHolds;
using ::nexus::testing::RunInParallel;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr char kProject[] = "projects/acme";

std::string BookingId(int n) { return fmt::format("00000000-0000-7000-8000-{:012}", n); }

Booking CreditOf(const Account& account, int id, std::int64_t units) {
  return {.id = BookingId(id),
          .project = account.project(),
          .account_version = account.version(),
          .kind = Booking::Kind::kCredit,
          .description = "Welcome",
          .amount = Eur(units),
          .balance_after = account.Amount(account.balance()),
          .counter_account = kOperatorCredits};
}

// What every LedgerStore promises.
class LedgerStoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  LedgerStore& store() { return books_->ledger(); }

  absl::Status Transact(std::function<absl::Status(LedgerTransaction&)> body) {
    return store().InTransaction(body);
  }

  // Credits `units`, as one transaction.
  absl::Status Credit(int id, std::int64_t units) {
    return Transact([&](LedgerTransaction& tx) -> absl::Status {
      NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(kProject, "EUR"));
      NEXUS_RETURN_IF_ERROR(account.Credit(Eur(units).micros));
      NEXUS_RETURN_IF_ERROR(tx.SaveAccount(account));
      Booking booking = CreditOf(account, id, units);
      NEXUS_RETURN_IF_ERROR(tx.Book(booking));
      return tx.Publish(AccountChanged(account, &booking));
    });
  }

  absl::Status Hold(int n, std::int64_t setup_fee, std::int64_t first_hour) {
    return Transact([&](LedgerTransaction& tx) -> absl::Status {
      NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(kProject, "EUR"));
      const Reservation hold = HoldOf(n, setup_fee, first_hour);
      NEXUS_RETURN_IF_ERROR(account.Hold(hold.total_micros()));
      NEXUS_RETURN_IF_ERROR(tx.AddReservation(hold));
      return tx.SaveAccount(account);
    });
  }

  static Reservation HoldOf(int n, std::int64_t setup_fee, std::int64_t first_hour) {
    return {.id = InstanceId(n),
            .project = kProject,
            .setup_fee = Eur(setup_fee),
            .first_hour = Eur(first_hour),
            .display_name = "web-1"};
  }

  absl::StatusOr<std::optional<Reservation>> Find(int n) {
    absl::StatusOr<std::optional<Reservation>> found;
    const absl::Status status = Transact([&](LedgerTransaction& tx) {
      found = tx.FindReservation(InstanceId(n));
      return found.status();
    });
    if (!status.ok()) return status;
    return found;
  }

  void TearDown() override { EXPECT_THAT(books_->BrokenInvariants(), IsEmpty()); }

  std::unique_ptr<BooksBackend> books_ = GetParam().open();
};

TEST_P(LedgerStoreTest, OpensTheBooksOnce) {
  EXPECT_THAT(store().OpenBooks("EUR"), IsOkAndHolds("EUR"));
  EXPECT_THAT(store().OpenBooks("USD"), IsOkAndHolds("EUR"));
}

TEST_P(LedgerStoreTest, KnowsNoAccountBeforeItsFirstBooking) {
  EXPECT_THAT(store().FindAccount(kProject), IsOkAndHolds(std::nullopt));
  ASSERT_THAT(Credit(1, 5), IsOk());
  EXPECT_THAT(store().FindAccount(kProject),
              IsOkAndHolds(Optional(Account(kProject, "EUR", {.wallet = 5'000'000}, 1))));
}

TEST_P(LedgerStoreTest, KeepsNothingWhenTheBodyFails) {
  const absl::Status status = Transact([&](LedgerTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(kProject, "EUR"));
    NEXUS_RETURN_IF_ERROR(account.Credit(5));
    NEXUS_RETURN_IF_ERROR(tx.SaveAccount(account));
    Booking booking = CreditOf(account, 1, 5);
    NEXUS_RETURN_IF_ERROR(tx.Book(booking));
    NEXUS_RETURN_IF_ERROR(tx.AddReservation(HoldOf(1, 0, 0)));
    NEXUS_RETURN_IF_ERROR(tx.Publish(AccountChanged(account, &booking)));
    return absl::CancelledError("changed its mind");
  });
  EXPECT_THAT(status, HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(store().FindAccount(kProject), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(store().ListBookings(kProject, std::nullopt, 10), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Find(1), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(books_->Announced(), IsEmpty());
}

TEST_P(LedgerStoreTest, AnnouncesWithTheChange) {
  ASSERT_THAT(Credit(1, 5), IsOk());
  EXPECT_THAT(books_->Announced(),
              ElementsAre("nexus.billing.v1.AccountChanged projects/acme/billingAccount 1"));
}

TEST_P(LedgerStoreTest, RemembersABookingAsItWasMade) {
  Booking booking;
  ASSERT_THAT(Transact([&](LedgerTransaction& tx) -> absl::Status {
                NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(kProject, "EUR"));
                NEXUS_RETURN_IF_ERROR(account.Charge(Eur(2).micros));
                NEXUS_RETURN_IF_ERROR(tx.SaveAccount(account));
                booking = {.id = BookingId(1),
                           .project = kProject,
                           .account_version = account.version(),
                           .kind = Booking::Kind::kSetupFee,
                           .description = "Setup fee for 'wéb; --1'",
                           .subject = InstanceName(kProject, 1),
                           .amount = Eur(-2),
                           .balance_after = Eur(-2),
                           .counter_account = kSetupFees};
                NEXUS_RETURN_IF_ERROR(tx.Book(booking));
                Reservation captured = HoldOf(1, 2, 0);
                captured.state = Reservation::State::kCaptured;
                return tx.AddReservation(captured);
              }),
              IsOk());
  EXPECT_THAT(store().ListBookings(kProject, std::nullopt, 10), IsOkAndHolds(ElementsAre(booking)));
}

TEST_P(LedgerStoreTest, ListsTheNewestBookingsFirstFromAnyVersion) {
  ASSERT_THAT(store().OpenBooks("EUR"), IsOk());
  for (int i = 1; i <= 5; ++i) ASSERT_THAT(Credit(i, i), IsOk());
  const auto id = [](int n) { return Field(&Booking::id, BookingId(n)); };
  EXPECT_THAT(store().ListBookings(kProject, std::nullopt, 2),
              IsOkAndHolds(ElementsAre(id(5), id(4))));
  EXPECT_THAT(store().ListBookings(kProject, 4, 2), IsOkAndHolds(ElementsAre(id(3), id(2))));
  EXPECT_THAT(store().ListBookings(kProject, 2, 2), IsOkAndHolds(ElementsAre(id(1))));
  EXPECT_THAT(store().ListBookings("projects/other", std::nullopt, 2), IsOkAndHolds(IsEmpty()));
}

TEST_P(LedgerStoreTest, FindsAReservationByItsId) {
  ASSERT_THAT(Credit(1, 10), IsOk());
  ASSERT_THAT(Hold(1, 3, 1), IsOk());
  EXPECT_THAT(Find(1), IsOkAndHolds(Optional(HoldOf(1, 3, 1))));
  EXPECT_THAT(Find(2), IsOkAndHolds(std::nullopt));
}

TEST_P(LedgerStoreTest, RefusesASecondReservationWithTheSameId) {
  ASSERT_THAT(Credit(1, 10), IsOk());
  ASSERT_THAT(Hold(1, 3, 1), IsOk());
  EXPECT_THAT(Hold(1, 2, 1), Fails(absl::StatusCode::kInvalidArgument, "RESERVATION_DIFFERS"));
}

TEST_P(LedgerStoreTest, ChangesAReservationsStateOnly) {
  ASSERT_THAT(Credit(1, 10), IsOk());
  ASSERT_THAT(Hold(1, 3, 1), IsOk());
  Reservation ended = HoldOf(1, 0, 0);
  ended.state = Reservation::State::kReleased;
  ASSERT_THAT(Transact([&](LedgerTransaction& tx) -> absl::Status {
                NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(kProject, "EUR"));
                account.Release(Eur(4).micros);
                NEXUS_RETURN_IF_ERROR(tx.SaveReservationState(ended));
                return tx.SaveAccount(account);
              }),
              IsOk());
  Reservation expected = HoldOf(1, 3, 1);
  expected.state = Reservation::State::kReleased;
  EXPECT_THAT(Find(1), IsOkAndHolds(Optional(expected)));
}

TEST_P(LedgerStoreTest, RefusesAnAccountThatWasChangedMeanwhile) {
  ASSERT_THAT(Credit(1, 10), IsOk());
  EXPECT_THAT(Transact([&](LedgerTransaction& tx) -> absl::Status {
                Account stale(kProject, "EUR", {.wallet = 10'000'000}, 0);
                return tx.SaveAccount(stale);
              }),
              HasCode(absl::StatusCode::kInternal));
}

TEST_P(LedgerStoreTest, RefusesMoneyThatWasNotBooked) {
  EXPECT_THAT(Transact([&](LedgerTransaction& tx) -> absl::Status {
                NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(kProject, "EUR"));
                NEXUS_RETURN_IF_ERROR(account.Credit(1));
                return tx.SaveAccount(account);
              }),
              HasCode(absl::StatusCode::kInternal));
}

TEST_P(LedgerStoreTest, RefusesAHoldThatTheAccountDoesNotHold) {
  EXPECT_THAT(Transact([&](LedgerTransaction& tx) -> absl::Status {
                NEXUS_RETURN_IF_ERROR(tx.LockAccount(kProject, "EUR").status());
                return tx.AddReservation(HoldOf(1, 3, 1));
              }),
              HasCode(absl::StatusCode::kInternal));
}

TEST_P(LedgerStoreTest, NeverLosesACreditAmongMany) {
  std::atomic<int> next = 1;
  EXPECT_THAT(RunInParallel(/*threads=*/4, /*each=*/10, [&] { return Credit(next++, 1); }),
              Each(IsOk()));
  EXPECT_EQ((*store().FindAccount(kProject))->balance(), Eur(40).micros);
}

INSTANTIATE_TEST_SUITE_P(Backends, LedgerStoreTest,
                         ::testing::Values(Backend{"Fake", OpenFake},
                                           Backend{"Postgres", OpenPostgres}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace nexus::billing

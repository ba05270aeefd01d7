#include "services/billing/store/postgres_ledger_transaction.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "services/billing/domain/errors.h"
#include "services/billing/store/ledger_rows.h"

namespace nexus::billing {
namespace {

constexpr char kLockAccount[] = R"sql(
  SELECT project, currency, wallet_micros, debt_micros, held_micros, running_hour_micros, version
  FROM accounts WHERE project = $1 FOR UPDATE)sql";

constexpr char kMakeAccount[] = R"sql(
  INSERT INTO accounts (project, currency) VALUES ($1, $2) ON CONFLICT (project) DO NOTHING)sql";

// The version says that nothing came between, though the lock already does.
constexpr char kSaveAccount[] = R"sql(
  UPDATE accounts SET wallet_micros = $2, debt_micros = $3, held_micros = $4,
                      running_hour_micros = $5, version = version + 1
  WHERE project = $1 AND version = $6 - 1)sql";

constexpr char kFindReservation[] = R"sql(
  SELECT id, project, currency, setup_fee_micros, first_hour_micros, display_name, state
  FROM holds WHERE id = $1)sql";

constexpr char kAddReservation[] = R"sql(
  INSERT INTO holds (id, project, currency, setup_fee_micros, first_hour_micros, display_name, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING)sql";

constexpr char kSaveReservationState[] = R"sql(
  UPDATE holds SET state = $2, update_time = clock_timestamp() WHERE id = $1)sql";

// What the customer gains, the counter account loses.
constexpr char kBook[] = R"sql(
  WITH booked AS (
    INSERT INTO transactions (id, project, account_version, kind, description, subject, currency,
                              amount_micros, balance_after_micros)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id, project, currency, amount_micros, create_time
  ), both_sides AS (
    INSERT INTO entries (transaction_id, account, currency, amount_micros)
    SELECT id, project, currency, amount_micros FROM booked
    UNION ALL SELECT id, $10, currency, -amount_micros FROM booked
  )
  SELECT (extract(epoch from create_time) * 1000000)::bigint FROM booked)sql";

absl::Status LostUpdate(const char* what) {
  return Internal(std::string("nothing was saved where one row was locked: ") + what);
}

}  // namespace

absl::StatusOr<Account> PostgresLedgerTransaction::LockAccount(const std::string& project,
                                                               const std::string& currency) {
  pqxx::result rows = tx_.Exec(kLockAccount, project);
  if (rows.empty()) {
    tx_.Exec(kMakeAccount, project, currency);
    rows = tx_.Exec(kLockAccount, project);
  }
  return AccountFrom(rows.at(0));
}

absl::Status PostgresLedgerTransaction::SaveAccount(const Account& account) {
  const Account::Balances& balances = account.balances();
  const auto saved = tx_.Exec(kSaveAccount, account.project(), balances.wallet, balances.debt,
                              balances.held, balances.running_hour, account.version());
  return saved.affected_rows() == 1 ? absl::OkStatus() : LostUpdate("account");
}

absl::StatusOr<std::optional<Reservation>> PostgresLedgerTransaction::FindReservation(
    const std::string& id) {
  const pqxx::result rows = tx_.Exec(kFindReservation, id);
  if (rows.empty()) return std::optional<Reservation>();
  return std::optional(ReservationFrom(rows[0]));
}

absl::Status PostgresLedgerTransaction::AddReservation(const Reservation& reservation) {
  const auto added =
      tx_.Exec(kAddReservation, reservation.id, reservation.project, reservation.setup_fee.currency,
               reservation.setup_fee.micros, reservation.first_hour.micros,
               reservation.display_name, TextOf(reservation.state));
  // Under the account's lock only another project's reservation can have come first.
  return added.affected_rows() == 1 ? absl::OkStatus() : ReservationDiffers(reservation.id);
}

absl::Status PostgresLedgerTransaction::SaveReservationState(const Reservation& reservation) {
  const auto saved = tx_.Exec(kSaveReservationState, reservation.id, TextOf(reservation.state));
  return saved.affected_rows() == 1 ? absl::OkStatus() : LostUpdate("reservation");
}

absl::Status PostgresLedgerTransaction::Book(Booking& booking) {
  const auto booked =
      tx_.Exec(kBook, booking.id, booking.project, booking.account_version, TextOf(booking.kind),
               booking.description, booking.subject, booking.amount.currency, booking.amount.micros,
               booking.balance_after.micros, booking.counter_account);
  booking.create_time = db::TimeFrom(booked.at(0)[0]);
  return absl::OkStatus();
}

absl::Status PostgresLedgerTransaction::Publish(const events::NewEvent& event) {
  event_log_.Append(tx_, event);
  return absl::OkStatus();
}

}  // namespace nexus::billing

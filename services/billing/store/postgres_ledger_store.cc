#include "services/billing/store/postgres_ledger_store.h"

#include <utility>

#include "libs/base/fault.h"
#include "services/billing/store/ledger_rows.h"
#include "services/billing/store/postgres_ledger_transaction.h"

namespace nexus::billing {
namespace {

constexpr char kOpenBooks[] = R"sql(
  INSERT INTO books (currency) VALUES ($1) ON CONFLICT DO NOTHING)sql";

constexpr char kReadBooks[] = "SELECT currency FROM books";

constexpr char kFindAccount[] = R"sql(
  SELECT project, currency, wallet_micros, debt_micros, held_micros, running_hour_micros, version
  FROM accounts WHERE project = $1)sql";

constexpr char kListBookings[] = R"sql(
  SELECT t.id, t.project, t.account_version, t.kind, t.description, t.subject, t.currency,
         t.amount_micros, t.balance_after_micros, e.account,
         (extract(epoch from t.create_time) * 1000000)::bigint
  FROM transactions t
  JOIN entries e ON e.transaction_id = t.id AND e.account <> t.project
  WHERE t.project = $1 AND t.account_version < coalesce($2, 9223372036854775807)
  ORDER BY t.account_version DESC LIMIT $3)sql";

}  // namespace

absl::Status PostgresLedgerStore::InTransaction(
    absl::FunctionRef<absl::Status(LedgerTransaction&)> body) {
  return pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    PostgresLedgerTransaction books(tx, event_log_);
    const absl::Status status = body(books);
    // Booked, and not yet answered: whoever asks again must find it done.
    if (status.ok()) tx.OnCommit([] { NEXUS_FAULT("billing.after_commit"); });
    return status;
  });
}

absl::StatusOr<std::string> PostgresLedgerStore::OpenBooks(const std::string& currency) {
  std::string kept;
  const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) {
    tx.Exec(kOpenBooks, currency);
    kept = tx.Exec(kReadBooks)[0][0].as<std::string>();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return kept;
}

absl::StatusOr<std::optional<Account>> PostgresLedgerStore::FindAccount(
    const std::string& project) {
  std::optional<Account> account;
  const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) {
    const pqxx::result rows = tx.Exec(kFindAccount, project);
    account = rows.empty() ? std::nullopt : std::optional(AccountFrom(rows[0]));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return account;
}

absl::StatusOr<std::vector<Booking>> PostgresLedgerStore::ListBookings(
    const std::string& project, std::optional<std::int64_t> before_version, int limit) {
  std::vector<Booking> bookings;
  const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) {
    bookings.clear();
    for (const auto& row : tx.Exec(kListBookings, project, before_version, limit)) {
      bookings.push_back(BookingFrom(row));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return bookings;
}

}  // namespace nexus::billing

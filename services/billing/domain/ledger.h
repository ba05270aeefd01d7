#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "libs/base/ids.h"
#include "libs/base/money.h"
#include "services/billing/domain/ledger_store.h"

namespace nexus::billing {

struct CreditAccount {
  std::string project;
  Money amount;

  // Shown to the customer.
  std::string reason;
};

struct ReserveFunds {
  // The instance's id.
  std::string id;
  std::string project;
  Money setup_fee;
  Money first_hour;
  std::string display_name;
};

struct ReleaseFunds {
  std::string id;
  std::string project;
};

// The instance runs for the first time, or again.
struct CaptureFunds {
  std::string id;
  std::string project;

  // `projects/{project}/instances/{instance}`.
  std::string instance;

  // As promised when it was created; counts only when no money is held for it.
  Money setup_fee;
  std::string display_name;
};

// Keeps the books: who may set money aside, what is charged and when. Each
// change is one transaction under the account's lock, and safe to repeat by the
// id of what it is for. Thread-safe.
class Ledger {
 public:
  // `currency` is the installation's.
  Ledger(LedgerStore& store, IdSource& ids, std::string currency);

  // FAILED_PRECONDITION when the books are kept in another currency. Call it before any other.
  absl::Status OpenBooks();

  // Zero for a project that never had money.
  absl::StatusOr<Account> GetAccount(const std::string& project);

  // Newest first; see LedgerStore.
  absl::StatusOr<std::vector<Booking>> ListBookings(const std::string& project,
                                                    std::optional<std::int64_t> before_version,
                                                    int limit);

  // Adds money on the operator's word; debt is paid first.
  // INVALID_ARGUMENT `AMOUNT_INVALID`, `CURRENCY_WRONG`.
  absl::StatusOr<Booking> Credit(const CreditAccount& command);

  // Holds the setup fee and the first hour. A repeat answers the first reservation.
  // FAILED_PRECONDITION `INSUFFICIENT_FUNDS`, ABORTED `CLOSED`, INVALID_ARGUMENT
  // `RESERVATION_DIFFERS`, `AMOUNT_INVALID`, `CURRENCY_WRONG`.
  absl::StatusOr<Reservation> Reserve(const ReserveFunds& command);

  // Frees what is held, and closes the id for a reservation that comes later.
  // What was captured stays captured. INVALID_ARGUMENT `RESERVATION_DIFFERS`.
  absl::StatusOr<Reservation> Release(const ReleaseFunds& command);

  // Takes the setup fee and frees the rest, once in an instance's life. Without
  // an open hold the fee is booked like usage: it is never refused.
  // INVALID_ARGUMENT `RESERVATION_DIFFERS`, `AMOUNT_INVALID`, `CURRENCY_WRONG`.
  absl::Status Capture(const CaptureFunds& command);

 private:
  struct SetupFee {
    std::string instance;
    std::string display_name;
    std::int64_t micros;
  };

  absl::Status CaptureHold(LedgerTransaction& tx, Account& account, Reservation hold,
                           const std::string& instance);
  absl::Status CaptureWithoutHold(LedgerTransaction& tx, Account& account,
                                  const CaptureFunds& command, bool known);
  absl::Status BookSetupFee(LedgerTransaction& tx, const Account& account, const SetupFee& fee);

  LedgerStore& store_;
  IdSource& ids_;
  const std::string currency_;
};

}  // namespace nexus::billing

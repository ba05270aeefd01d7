#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "libs/events/event.h"
#include "services/billing/domain/account.h"
#include "services/billing/domain/booking.h"
#include "services/billing/domain/reservation.h"

namespace nexus::billing {

// One transaction on the books. Whoever reads or changes a project's reservations
// or bookings holds its account's lock first.
class LedgerTransaction {
 public:
  virtual ~LedgerTransaction() = default;

  // The project's account, locked until the transaction ends. One that does not
  // exist is made, of zero.
  virtual absl::StatusOr<Account> LockAccount(const std::string& project,
                                              const std::string& currency) = 0;

  // Stores a locked account after exactly one change.
  virtual absl::Status SaveAccount(const Account& account) = 0;

  virtual absl::StatusOr<std::optional<Reservation>> FindReservation(const std::string& id) = 0;

  // INVALID_ARGUMENT `RESERVATION_DIFFERS` when the id exists.
  virtual absl::Status AddReservation(const Reservation& reservation) = 0;

  // Stores the state; nothing else of a reservation ever changes.
  virtual absl::Status SaveReservationState(const Reservation& reservation) = 0;

  // Adds it to the ledger and sets its create time.
  virtual absl::Status Book(Booking& booking) = 0;

  // Announces a fact, if the transaction commits.
  virtual absl::Status Publish(const events::NewEvent& event) = 0;
};

// The books. Thread-safe.
class LedgerStore {
 public:
  virtual ~LedgerStore() = default;

  // Commits if `body` returns OK and rolls back otherwise. May run `body`
  // again after a serialization failure, so `body` touches nothing else, but for
  // what it assigns whole.
  virtual absl::Status InTransaction(absl::FunctionRef<absl::Status(LedgerTransaction&)> body) = 0;

  // The currency of the books: `currency` if they were never opened before.
  virtual absl::StatusOr<std::string> OpenBooks(const std::string& currency) = 0;

  // Nothing for a project that has no account.
  virtual absl::StatusOr<std::optional<Account>> FindAccount(const std::string& project) = 0;

  // At most `limit` bookings of a project, newest first, only those below
  // `before_version` if it is given.
  virtual absl::StatusOr<std::vector<Booking>> ListBookings(
      const std::string& project, std::optional<std::int64_t> before_version, int limit) = 0;
};

}  // namespace nexus::billing

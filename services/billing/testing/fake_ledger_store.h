#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "libs/base/clock.h"
#include "services/billing/domain/ledger_store.h"

namespace nexus::billing {

// The books in memory, one transaction at a time. Like the real ones it refuses
// to commit books that do not add up. Thread-safe.
class FakeLedgerStore : public LedgerStore {
 public:
  explicit FakeLedgerStore(const Clock& clock) : clock_(clock) {}

  absl::Status InTransaction(absl::FunctionRef<absl::Status(LedgerTransaction&)> body) override;
  absl::StatusOr<std::string> OpenBooks(const std::string& currency) override;
  absl::StatusOr<std::optional<Account>> FindAccount(const std::string& project) override;
  absl::StatusOr<std::vector<Booking>> ListBookings(const std::string& project,
                                                    std::optional<std::int64_t> before_version,
                                                    int limit) override;

  // All that was announced, in order.
  std::vector<events::NewEvent> outbox() const;

 private:
  struct Books {
    std::string currency;
    std::map<std::string, Account> accounts;
    std::map<std::string, Reservation> reservations;
    std::vector<Booking> bookings;
    std::vector<events::NewEvent> outbox;
  };
  class Transaction;

  static absl::Status Audit(const Books& books);

  const Clock& clock_;
  mutable absl::Mutex mutex_;
  Books books_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexus::billing

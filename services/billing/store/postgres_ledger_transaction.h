#pragma once

#include <optional>
#include <string>

#include "libs/db/transaction.h"
#include "libs/events/event_log.h"
#include "services/billing/domain/ledger_store.h"

namespace nexus::billing {

// One database transaction on the books. What libpqxx throws passes through, to
// the pool that opened it.
class PostgresLedgerTransaction : public LedgerTransaction {
 public:
  PostgresLedgerTransaction(db::Transaction& tx, events::EventLog& event_log)
      : tx_(tx), event_log_(event_log) {}

  absl::StatusOr<Account> LockAccount(const std::string& project,
                                      const std::string& currency) override;
  absl::Status SaveAccount(const Account& account) override;
  absl::StatusOr<std::optional<Reservation>> FindReservation(const std::string& id) override;
  absl::Status AddReservation(const Reservation& reservation) override;
  absl::Status SaveReservationState(const Reservation& reservation) override;
  absl::Status Book(Booking& booking) override;
  absl::Status Publish(const events::NewEvent& event) override;

 private:
  db::Transaction& tx_;
  events::EventLog& event_log_;
};

}  // namespace nexus::billing

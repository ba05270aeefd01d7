#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "services/billing/domain/ledger_store.h"

namespace nexus::billing {

// The books in PostgreSQL. What must never happen to them is also a constraint
// or a trigger of the migrations, checked at the latest at commit. Thread-safe.
class PostgresLedgerStore : public LedgerStore {
 public:
  PostgresLedgerStore(db::Pool& pool, events::EventLog& event_log)
      : pool_(pool), event_log_(event_log) {}

  absl::Status InTransaction(absl::FunctionRef<absl::Status(LedgerTransaction&)> body) override;
  absl::StatusOr<std::string> OpenBooks(const std::string& currency) override;
  absl::StatusOr<std::optional<Account>> FindAccount(const std::string& project) override;
  absl::StatusOr<std::vector<Booking>> ListBookings(const std::string& project,
                                                    std::optional<std::int64_t> before_version,
                                                    int limit) override;

 private:
  db::Pool& pool_;
  events::EventLog& event_log_;
};

}  // namespace nexus::billing

#pragma once

#include <string>
#include <vector>

#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/db/notifier.h"
#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "libs/testing/test_database.h"
#include "services/billing/store/postgres_ledger_store.h"
#include "services/billing/store/postgres_price_store.h"
#include "services/billing/testing/books_backend.h"

namespace nexus::billing {

// Books in a database of their own.
class PostgresBooks : public BooksBackend {
 public:
  explicit PostgresBooks(int connections = 4);

  LedgerStore& ledger() override { return ledger_; }
  PriceStore& prices() override { return prices_; }
  std::vector<std::string> Announced() override;
  std::vector<std::string> BrokenInvariants() override;

  // Runs SQL with the running role, or with the owner's behind the code's back.
  // The SQLSTATE; empty when it went through, COMMIT included.
  std::string Try(const std::string& sql);
  std::string TryAsOwner(const std::string& sql);

  nexus::testing::TestDatabase& database() { return database_; }
  db::Pool& pool() { return pool_; }

 private:
  nexus::testing::TestDatabase database_;
  db::Pool pool_;
  db::Notifier notifier_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  events::EventLog event_log_{ids_, notifier_};
  PostgresLedgerStore ledger_{pool_, event_log_};
  PostgresPriceStore prices_{pool_};
};

}  // namespace nexus::billing

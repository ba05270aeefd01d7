#pragma once

#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "services/auth/domain/auth_store.h"

namespace nexus::auth {

// Auth's records in PostgreSQL. Thread-safe.
class PostgresAuthStore : public AuthStore {
 public:
  PostgresAuthStore(db::Pool& pool, events::EventLog& event_log)
      : pool_(pool), event_log_(event_log) {}

  absl::Status InTransaction(absl::FunctionRef<absl::Status(AuthTransaction&)> body) override;

 private:
  db::Pool& pool_;
  events::EventLog& event_log_;
};

}  // namespace nexus::auth

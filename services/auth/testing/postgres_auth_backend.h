#pragma once

#include <string>

#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/db/notifier.h"
#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "libs/testing/test_database.h"
#include "services/auth/store/postgres_auth_store.h"
#include "services/auth/testing/auth_backend.h"

namespace nexus::auth {

// Auth's store on a database of its own, and a way past the store.
class PostgresAuthBackend : public AuthBackend {
 public:
  PostgresAuthBackend();

  AuthStore& store() override { return store_; }
  std::vector<std::string> AnnouncedTypes() override;

  testing::TestDatabase& database() { return database_; }

  // Runs one statement as the running role or as the owner; the SQLSTATE it was
  // refused with, or an empty text.
  std::string Try(const std::string& sql);
  std::string TryAsOwner(const std::string& sql);

 private:
  testing::TestDatabase database_;
  db::Pool pool_;
  db::Notifier notifier_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  events::EventLog event_log_{ids_, notifier_};
  PostgresAuthStore store_{pool_, event_log_};
};

}  // namespace nexus::auth

#pragma once

#include <string>

#include "libs/base/ids.h"
#include "libs/db/notifier.h"
#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "libs/testing/test_database.h"
#include "services/instance/store/postgres_address_pool_store.h"
#include "services/instance/store/postgres_catalog_store.h"
#include "services/instance/store/postgres_instance_store.h"
#include "services/instance/testing/store_backends.h"

namespace nexus::instance {

// For tests: the real stores on a database of their own, used with the running role.
class PostgresStores : public Stores {
 public:
  PostgresStores();

  InstanceStore& instances() override { return instances_; }
  CatalogStore& catalog() override { return catalog_; }
  AddressPoolStore& pools() override { return pools_; }
  int CountEvents() override;

  testing::TestDatabase& database() { return database_; }
  db::Pool& pool() { return pool_; }
  events::EventLog& event_log() { return event_log_; }
  Doorbell& doorbell() { return doorbell_; }

  // Runs `sql` behind the code's back, as the running role or the owner; the SQLSTATE it ends with,
  // empty when it succeeds.
  std::string SqlState(const std::string& sql, bool as_owner = false);

 private:
  testing::TestDatabase database_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  db::Pool pool_;
  db::Notifier notifier_;
  events::EventLog event_log_;
  Doorbell doorbell_;
  PostgresInstanceStore instances_{pool_, event_log_, doorbell_};
  PostgresCatalogStore catalog_{pool_};
  PostgresAddressPoolStore pools_{pool_};
};

// What the service migrates to: the shared tables and its own.
db::Migrations EveryMigration();

}  // namespace nexus::instance

#include "services/instance/testing/postgres_stores.h"

#include "libs/events/event_reader.h"
#include "libs/rpc/runtime.h"
#include "services/instance/migrations/migrations.h"

namespace nexus::instance {

db::Migrations EveryMigration() {
  db::Migrations all = rpc::SharedMigrations();
  const db::Migrations own = OwnMigrations();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

PostgresStores::PostgresStores()
    : database_("instance", EveryMigration()),
      pool_(database_.options(/*size=*/8)),
      notifier_(database_.options(), events::kEventsChannel),
      event_log_(ids_, notifier_) {}

int PostgresStores::CountEvents() {
  int count = -1;
  const absl::Status counted = pool_.InTransaction([&](db::Transaction& tx) {
    count = tx.Exec("SELECT count(*) FROM events")[0][0].as<int>();
    return absl::OkStatus();
  });
  return counted.ok() ? count : -1;
}

std::string PostgresStores::SqlState(const std::string& sql, bool as_owner) {
  pqxx::connection connection(as_owner ? database_.owner_connection() : database_.connection());
  try {
    pqxx::work work(connection);
    work.exec(sql);
    work.commit();
    return {};
  } catch (const pqxx::insufficient_privilege&) {
    return "42501";  // libpqxx 6.4 leaves this one's SQLSTATE out.
  } catch (const pqxx::sql_error& error) {
    return error.sqlstate();
  }
}

}  // namespace nexus::instance

#include "services/auth/testing/postgres_auth_backend.h"

#include "services/auth/migrations.h"

namespace nexus::auth {
namespace {

std::string TryOn(const std::string& connection_text, const std::string& sql) {
  pqxx::connection connection(connection_text);
  try {
    pqxx::work work(connection);
    work.exec(sql);
    work.commit();
    return {};
  } catch (const pqxx::insufficient_privilege&) {
    return "42501";  // libpqxx 6.4 leaves the SQLSTATE out of this one.
  } catch (const pqxx::sql_error& error) {
    return error.sqlstate();
  }
}

}  // namespace

PostgresAuthBackend::PostgresAuthBackend()
    : database_("auth", Migrations()),
      pool_(database_.options()),
      notifier_(database_.options(), events::kEventsChannel) {}

std::vector<std::string> PostgresAuthBackend::AnnouncedTypes() {
  pqxx::connection connection(database_.owner_connection());
  pqxx::work work(connection);
  std::vector<std::string> types;
  for (const auto& row : work.exec("SELECT type FROM events ORDER BY position")) {
    types.push_back(row[0].as<std::string>());
  }
  return types;
}

std::string PostgresAuthBackend::Try(const std::string& sql) {
  return TryOn(database_.connection(), sql);
}

std::string PostgresAuthBackend::TryAsOwner(const std::string& sql) {
  return TryOn(database_.owner_connection(), sql);
}

std::unique_ptr<AuthBackend> OpenPostgres() { return std::make_unique<PostgresAuthBackend>(); }

}  // namespace nexus::auth

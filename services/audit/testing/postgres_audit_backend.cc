#include "services/audit/testing/postgres_audit_backend.h"

#include "services/audit/migrations.h"

namespace nexus::audit {
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

PostgresAuditBackend::PostgresAuditBackend()
    : database_("audit", Migrations()), pool_(database_.options()) {}

std::string PostgresAuditBackend::Try(const std::string& sql) {
  return TryOn(database_.connection(), sql);
}

std::string PostgresAuditBackend::TryAsOwner(const std::string& sql) {
  return TryOn(database_.owner_connection(), sql);
}

int PostgresAuditBackend::Count(const std::string& sql) {
  pqxx::connection connection(database_.owner_connection());
  pqxx::work work(connection);
  return work.exec(sql)[0][0].as<int>();
}

std::unique_ptr<AuditBackend> OpenPostgres() { return std::make_unique<PostgresAuditBackend>(); }

}  // namespace nexus::audit

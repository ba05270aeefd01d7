#include "services/billing/testing/postgres_books.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "services/billing/migrations.h"

namespace nexus::billing {
namespace {

std::string TryOn(const std::string& connection_string, const std::string& sql) {
  pqxx::connection connection(connection_string);
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

std::string InvariantsSql() {
  std::ifstream file(NEXUS_BOOKS_SQL);
  NEXUS_CHECK(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

PostgresBooks::PostgresBooks(int connections)
    : database_("billing", Migrations()),
      pool_(database_.options(connections)),
      notifier_(database_.options(), events::kEventsChannel) {}

std::vector<std::string> PostgresBooks::Announced() {
  pqxx::connection connection(database_.owner_connection());
  pqxx::work work(connection);
  std::vector<std::string> announced;
  for (const auto& row : work.exec("SELECT type, subject, version FROM events ORDER BY position")) {
    announced.push_back(fmt::format("{} {} {}", row[0].c_str(), row[1].c_str(), row[2].c_str()));
  }
  return announced;
}

std::vector<std::string> PostgresBooks::BrokenInvariants() {
  pqxx::connection connection(database_.owner_connection());
  pqxx::work work(connection);
  std::vector<std::string> broken;
  for (const auto& row : work.exec(InvariantsSql())) {
    broken.push_back(fmt::format("{}: {}, {}", row[0].c_str(), row[1].c_str(), row[2].c_str()));
  }
  return broken;
}

std::string PostgresBooks::Try(const std::string& sql) {
  return TryOn(database_.connection(), sql);
}

std::string PostgresBooks::TryAsOwner(const std::string& sql) {
  return TryOn(database_.owner_connection(), sql);
}

std::unique_ptr<BooksBackend> OpenPostgres() { return std::make_unique<PostgresBooks>(); }

}  // namespace nexus::billing

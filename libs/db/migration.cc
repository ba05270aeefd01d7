#include "libs/db/migration.h"

#include <map>
#include <utility>

#include <fmt/format.h>
#include <pqxx/pqxx>
#include <spdlog/spdlog.h>

#include "libs/base/encoding.h"
#include "libs/base/status.h"

namespace nexus::db {
namespace {

// Any number that nobody else uses for an advisory lock.
constexpr char kLock[] = "SELECT pg_advisory_lock(7263981)";

constexpr char kMakeTable[] = R"sql(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    module text NOT NULL,
    version int NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    apply_time timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (module, version));
  GRANT SELECT ON schema_migrations TO PUBLIC)sql";

constexpr char kApplied[] = "SELECT module, version, sha256 FROM schema_migrations";

constexpr char kRecord[] = R"sql(
  INSERT INTO schema_migrations (module, version, name, sha256) VALUES ($1, $2, $3, $4))sql";

using Key = std::pair<std::string, int>;
using Applied = std::map<Key, std::string>;

Applied ReadApplied(pqxx::transaction_base& work) {
  Applied applied;
  for (const auto& row : work.exec(kApplied)) {
    applied[{row[0].as<std::string>(), row[1].as<int>()}] = row[2].as<std::string>();
  }
  return applied;
}

std::string Checksum(const Migration& migration) { return HexEncode(Sha256(migration.sql)); }

absl::Status Changed(const Migration& migration) {
  return absl::FailedPreconditionError(
      fmt::format("migration {}/{} was changed after it was applied: migrations are only added to",
                  migration.module, migration.name));
}

void Apply(pqxx::connection& connection, const Migration& migration) {
  pqxx::work work(connection);
  work.exec(std::string(migration.sql));
  work.exec_params(kRecord, std::string(migration.module), migration.version,
                   std::string(migration.name), Checksum(migration));
  work.commit();
  spdlog::info("migrated module={} name={}", migration.module, migration.name);
}

absl::Status ApplyMissing(pqxx::connection& connection, const Migrations& migrations) {
  Applied applied;
  {
    pqxx::work work(connection);
    work.exec(kMakeTable);
    applied = ReadApplied(work);
    work.commit();
  }
  for (const Migration& migration : migrations) {
    const auto found = applied.find({std::string(migration.module), migration.version});
    if (found == applied.end()) {
      Apply(connection, migration);
    } else if (found->second != Checksum(migration)) {
      return Changed(migration);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(const std::string& owner_connection, const Migrations& migrations) {
  try {
    pqxx::connection connection(owner_connection);
    pqxx::nontransaction(connection).exec("SET statement_timeout = 0; SET lock_timeout = 0");
    pqxx::nontransaction(connection).exec(kLock);  // Ends with the connection.
    return ApplyMissing(connection, migrations);
  } catch (const std::exception& error) {
    return absl::FailedPreconditionError(fmt::format("cannot migrate: {}", error.what()));
  }
}

absl::Status CheckSchema(const std::string& connection_text, const Migrations& migrations) {
  try {
    pqxx::connection connection(connection_text);
    pqxx::nontransaction work(connection);
    const Applied applied = ReadApplied(work);
    for (const Migration& migration : migrations) {
      const auto found = applied.find({std::string(migration.module), migration.version});
      if (found == applied.end()) {
        return absl::FailedPreconditionError(fmt::format(
            "migration {}/{} is missing: run --migrate first", migration.module, migration.name));
      }
      if (found->second != Checksum(migration)) return Changed(migration);
    }
    if (applied.size() != migrations.size()) {
      return absl::FailedPreconditionError("the schema is newer than this program");
    }
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return absl::UnavailableError(fmt::format("cannot read the schema: {}", error.what()));
  }
}

}  // namespace nexus::db

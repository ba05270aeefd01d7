#include "libs/testing/test_database.h"

#include <cstdlib>
#include <map>
#include <mutex>
#include <unistd.h>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "libs/testing/postgres_server.h"

namespace nexus::testing {
namespace {

// The program's own server, or the one that NEXUS_TEST_POSTGRES names (its
// socket's directory): a run of many programs shares one.
const std::string& Host() {
  static const char* given = std::getenv("NEXUS_TEST_POSTGRES");
  if (given != nullptr && *given != '\0') {
    static const std::string host = given;
    return host;
  }
  static PostgresServer server;
  return server.host();
}

std::string Connection(const std::string& user, const std::string& database) {
  return fmt::format("host={} user={} dbname={}", Host(), user, database);
}

void Administer(const std::string& sql) {
  pqxx::connection connection(Connection("postgres", "postgres"));
  pqxx::nontransaction(connection).exec(sql);
}

void MakeRole(const std::string& role) {
  Administer(fmt::format(R"sql(
    DO $$ BEGIN
      CREATE ROLE {} LOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$)sql",
                         role));
}

// The name of the migrated template of a service; made once per program.
std::string TemplateOf(const std::string& service, const db::Migrations& migrations) {
  static std::mutex mutex;
  static std::map<std::string, std::string> templates;
  std::lock_guard lock(mutex);
  std::string& name = templates[service];
  if (!name.empty()) return name;
  MakeRole("nexus_" + service);
  MakeRole("nexus_" + service + "_owner");
  name = fmt::format("template_{}_{}", service, getpid());
  Administer(fmt::format("CREATE DATABASE {} OWNER nexus_{}_owner", name, service));
  Administer(fmt::format("GRANT CONNECT ON DATABASE {} TO nexus_{}", name, service));
  const absl::Status migrated =
      db::Migrate(Connection("nexus_" + service + "_owner", name), migrations);
  if (!migrated.ok()) spdlog::critical("{}", migrated.ToString());
  NEXUS_CHECK(migrated.ok());
  return name;
}

}  // namespace

TestDatabase::TestDatabase(const std::string& service, const db::Migrations& migrations)
    : service_(service) {
  static std::mutex mutex;
  static int count = 0;
  const std::string source = TemplateOf(service, migrations);
  std::lock_guard lock(mutex);  // A template is copied by one at a time.
  name_ = fmt::format("test_{}_{}_{}", service, getpid(), ++count);
  Administer(
      fmt::format("CREATE DATABASE {} TEMPLATE {} OWNER nexus_{}_owner", name_, source, service));
}

TestDatabase::~TestDatabase() {
  try {
    Administer(fmt::format("DROP DATABASE {} WITH (FORCE)", name_));
  } catch (const pqxx::failure& error) {
    spdlog::warn("a test's database stays behind name={} why={}", name_, error.what());
  }
}

std::string TestDatabase::connection() const { return Connection("nexus_" + service_, name_); }

std::string TestDatabase::owner_connection() const {
  return Connection("nexus_" + service_ + "_owner", name_);
}

db::PoolOptions TestDatabase::options(int size) const {
  return {.connection = connection(), .size = size};
}

void TestDatabase::CutConnections() {
  Administer(fmt::format(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'", name_));
}

}  // namespace nexus::testing

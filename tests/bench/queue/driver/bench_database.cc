#include "tests/bench/queue/driver/bench_database.h"

#include <libpq-fe.h>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include "libs/base/status.h"
#include "libs/queue/task_queue.h"
#include "tests/bench/queue/driver/job.h"

namespace nexus::queue_driver {
namespace {

// The roles find the schema by themselves: nothing of the queue names it.
constexpr char kMakeSchema[] = R"sql(
  DO $$
  DECLARE name text;
  BEGIN
    FOREACH name IN ARRAY ARRAY['nexus_queue', 'nexus_queue_owner'] LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', name);
      END IF;
      EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = nexus_queue', name,
                     current_database());
    END LOOP;
  END
  $$;
  DROP SCHEMA IF EXISTS nexus_queue CASCADE;
  CREATE SCHEMA nexus_queue AUTHORIZATION nexus_queue_owner;
  GRANT USAGE ON SCHEMA nexus_queue TO nexus_queue)sql";

constexpr char kExpireLeases[] = "UPDATE nexus_queue.queue_shards SET lease_until = '-infinity'";

constexpr int kPage = 1000;

// What libpqxx throws ends here.
absl::Status Administer(const std::string& connection, const char* sql) {
  try {
    pqxx::connection open(connection);
    pqxx::nontransaction(open).exec(sql);
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
}

std::string Quoted(const std::string& value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

// A later keyword overrides an earlier one.
std::string As(const std::string& connection, const std::string& user) {
  return connection + " user=" + user;
}

}  // namespace

absl::StatusOr<BenchDatabase> BenchDatabase::At(const std::string& url) {
  char* complaint = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(url.c_str(), &complaint), PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> owned(complaint, PQfreemem);
  if (parsed == nullptr) {
    return absl::InvalidArgumentError(
        fmt::format("DATABASE_URL: {}", complaint != nullptr ? complaint : "no memory"));
  }
  std::string connection;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    connection += fmt::format("{}={} ", option->keyword, Quoted(option->val));
  }
  return BenchDatabase(connection);
}

db::PoolOptions BenchDatabase::options(int size) const {
  return {.connection = As(connection_, "nexus_queue"), .size = size};
}

absl::Status BenchDatabase::SetUp() const {
  NEXUS_RETURN_IF_ERROR(Administer(connection_, kMakeSchema));
  NEXUS_RETURN_IF_ERROR(
      db::Migrate(As(connection_, "nexus_queue_owner"), queue::QueueMigrations()));
  db::Pool pool(options(1));
  const queue::TaskQueue queue([](db::Transaction&, const queue::Task&) {}, [] {});
  return pool.InTransaction([&](db::Transaction& tx) {
    for (const char* shard : kShards) queue.AddShard(tx, shard);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::int64_t> BenchDatabase::Pending() const {
  db::Pool pool(options(1));
  const queue::TaskQueue queue([](db::Transaction&, const queue::Task&) {}, [] {});
  std::int64_t pending = 0;
  queue::TaskList list{.tenant = kTenant, .limit = kPage};
  std::vector<queue::Task> page;
  do {
    NEXUS_RETURN_IF_ERROR(pool.InTransaction([&](db::Transaction& tx) {
      page = queue.List(tx, list);
      return absl::OkStatus();
    }));
    for (const queue::Task& task : page) pending += task.state != queue::State::kEnded ? 1 : 0;
    if (!page.empty()) list.before_id = page.back().id;
  } while (page.size() == kPage);
  return pending;
}

absl::Status BenchDatabase::ExpireLeases() const { return Administer(connection_, kExpireLeases); }

}  // namespace nexus::queue_driver

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/audit/testing/postgres_audit_backend.h"

namespace nexus::audit {
namespace {

using ::nexus::testing::IsOk;

constexpr char kRefused[] = "42501";

// What only a database can promise.
class PostgresAuditTest : public ::testing::Test {
 protected:
  AuditRecord Record(absl::Time create_time) {
    return {.id = "00000000-0000-7000-8000-000000000001",
            .create_time = create_time,
            .method = "nexus.auth.v1.AuthService.LogIn",
            .outcome = "ok"};
  }

  PostgresAuditBackend backend_;
};

TEST_F(PostgresAuditTest, LetsNobodyWhoServesChangeOrRemoveARecord) {
  ASSERT_THAT(backend_.store().Add(Record(absl::Now())), IsOk());
  for (const char* sql :
       {"UPDATE audit_records SET actor = 'users/somebody'", "DELETE FROM audit_records",
        "TRUNCATE audit_records", "DROP TABLE audit_records", "DELETE FROM audit_records_default",
        "ALTER TABLE audit_records DETACH PARTITION audit_records_default",
        "UPDATE audit_retention SET days = 30", "DELETE FROM events",
        "UPDATE events SET outcome = 'ok'"}) {
    EXPECT_EQ(backend_.Try(sql), kRefused) << sql;
  }
}

TEST_F(PostgresAuditTest, HoldsItsConstraintsWhenTheCodeIsBypassed) {
  ASSERT_THAT(backend_.store().Add(Record(absl::Now())), IsOk());
  EXPECT_EQ(backend_.TryAsOwner("UPDATE audit_records SET count = 0"), "23514");
  EXPECT_EQ(backend_.TryAsOwner("UPDATE audit_records SET outcome = ''"), "23514");
  EXPECT_EQ(backend_.TryAsOwner("UPDATE audit_records SET method = ''"), "23514");
  EXPECT_EQ(backend_.TryAsOwner("UPDATE audit_retention SET days = 1"), "23514");
}

TEST_F(PostgresAuditTest, PutsARecordIntoItsMonthAndNoneIntoTheNet) {
  const auto in_the_net = [&] {
    return backend_.Count("SELECT count(*) FROM audit_records_default");
  };
  ASSERT_THAT(backend_.store().Add(Record(absl::Now())), IsOk());
  ASSERT_THAT(backend_.store().Add(Record(absl::Now() + absl::Hours(24 * 45))), IsOk());
  EXPECT_EQ(in_the_net(), 0);
  ASSERT_THAT(backend_.store().Add(Record(absl::Now() + absl::Hours(24 * 365))), IsOk());
  EXPECT_EQ(in_the_net(), 1);
}

TEST_F(PostgresAuditTest, DropsMonthsThatAreOlderThanRecordsAreKept) {
  ASSERT_EQ(backend_.TryAsOwner("CREATE TABLE audit_records_202001 PARTITION OF audit_records "
                                "FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')"),
            "");
  const auto months = [&] {
    return backend_.Count(
        "SELECT count(*) FROM pg_inherits WHERE inhparent = "
        "'audit_records'::regclass");
  };
  const int before = months();
  ASSERT_EQ(backend_.Try("SELECT nexus_maintain_audit_records()"), "");
  EXPECT_EQ(months(), before - 1);
  ASSERT_EQ(backend_.Try("SELECT nexus_maintain_audit_records()"), "");
  EXPECT_EQ(months(), before - 1);
}

TEST_F(PostgresAuditTest, ListsAProjectByItsIndexAndNotByReadingAll) {
  pqxx::connection connection(backend_.database().owner_connection());
  pqxx::work work(connection);
  work.exec(R"sql(
    INSERT INTO audit_records (create_time, id, actor, token, method, resource, project, outcome,
                               client_address, user_agent, request_id, request_json, count)
    SELECT clock_timestamp(), gen_random_uuid(), 'users/u', '', 'a.B.C', '', 'projects/' || n % 1000,
           'ok', '', '', '', '', 1
    FROM generate_series(1, 20000) n)sql");
  work.exec("ANALYZE audit_records");
  std::string plan;
  for (const auto& row : work.exec(R"sql(
         EXPLAIN SELECT * FROM audit_records WHERE project = 'projects/7'
         ORDER BY create_time DESC, id DESC LIMIT 50)sql")) {
    plan += row[0].as<std::string>() + "\n";
  }
  EXPECT_THAT(plan, ::testing::HasSubstr("project_create_time_id_idx"));
}

}  // namespace
}  // namespace nexus::audit

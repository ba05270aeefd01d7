#include "services/audit/store/postgres_audit_store.h"

#include <cstdint>

#include "libs/base/status.h"
#include "libs/db/convert.h"

namespace nexus::audit {
namespace {

constexpr char kAdd[] = R"sql(
  INSERT INTO audit_records (create_time, id, actor, token, method, resource, project, outcome,
                             client_address, user_agent, request_id, request_json, count)
  VALUES (to_timestamp($1::bigint / 1000000.0), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (create_time, id) DO NOTHING)sql";

// Planned for its parameters each time, so a condition that is not asked for costs nothing.
constexpr char kList[] = R"sql(
  SELECT (extract(epoch FROM create_time) * 1000000)::bigint, id, actor, token, method, resource,
         project, outcome, client_address, user_agent, request_id, request_json, count
  FROM audit_records
  WHERE ($1::text = '' OR project = $1)
    AND ($2::text = '' OR actor = $2)
    AND ($3::text = '' OR method_name = split_part($3, '.', -1))
    AND (strpos($3, '.') = 0 OR method = $3)
    AND ($4::text = '' OR resource = $4)
    AND ($5::text = '' OR outcome = $5 OR ($5 = 'refused' AND outcome <> 'ok'))
    AND ($6::bigint IS NULL OR create_time >= to_timestamp($6::bigint / 1000000.0))
    AND ($7::bigint IS NULL OR create_time < to_timestamp($7::bigint / 1000000.0))
    AND ($8::bigint IS NULL
         OR (create_time, id) < (to_timestamp($8::bigint / 1000000.0), $9::uuid))
  ORDER BY create_time DESC, id DESC LIMIT $10)sql";

std::optional<std::int64_t> Micros(const std::optional<absl::Time>& time) {
  if (!time) return std::nullopt;
  return db::ToMicros(*time);
}

AuditRecord RecordFrom(const pqxx::row& row) {
  return {.id = row[1].as<std::string>(),
          .create_time = db::TimeFrom(row[0]),
          .actor = row[2].as<std::string>(),
          .token = row[3].as<std::string>(),
          .method = row[4].as<std::string>(),
          .resource = row[5].as<std::string>(),
          .project = row[6].as<std::string>(),
          .outcome = row[7].as<std::string>(),
          .client_address = row[8].as<std::string>(),
          .user_agent = row[9].as<std::string>(),
          .request_id = row[10].as<std::string>(),
          .request_json = row[11].as<std::string>(),
          .count = row[12].as<int>()};
}

}  // namespace

absl::Status PostgresAuditStore::Add(const AuditRecord& record) {
  return pool_.InTransaction([&](db::Transaction& tx) {
    tx.Exec(kAdd, db::ToMicros(record.create_time), record.id, record.actor, record.token,
            record.method, record.resource, record.project, record.outcome, record.client_address,
            record.user_agent, record.request_id, record.request_json, record.count);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<AuditRecord>> PostgresAuditStore::List(const AuditQuery& query) {
  std::optional<std::int64_t> after_time;
  std::optional<std::string> after_id;
  if (query.after) {
    after_time = db::ToMicros(query.after->create_time);
    after_id = query.after->id;
  }
  std::vector<AuditRecord> records;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    records.clear();
    for (const auto& row : tx.Exec(kList, query.project, query.actor, query.method, query.resource,
                                   query.outcome, Micros(query.start_time), Micros(query.end_time),
                                   after_time, after_id, query.limit)) {
      records.push_back(RecordFrom(row));
    }
    return absl::OkStatus();
  }));
  return records;
}

}  // namespace nexus::audit

#include "libs/db/convert.h"
#include "services/auth/store/postgres_auth_transaction.h"

namespace nexus::auth {
namespace {

constexpr char kAdd[] = R"sql(
  INSERT INTO sessions (id, secret_hash, user_id, create_time, last_use_time, expire_time,
                        idle_expire_time, revision)
  VALUES ($1, $2, $3, to_timestamp($4::bigint / 1000000.0), to_timestamp($4::bigint / 1000000.0),
          to_timestamp($5::bigint / 1000000.0), to_timestamp($6::bigint / 1000000.0), $7))sql";

constexpr char kFind[] = R"sql(
  SELECT id, user_id, (extract(epoch FROM create_time) * 1000000)::bigint,
         (extract(epoch FROM expire_time) * 1000000)::bigint,
         (extract(epoch FROM idle_expire_time) * 1000000)::bigint, revision
  FROM sessions WHERE id = $1::uuid)sql";

constexpr char kEnd[] = R"sql(
  DELETE FROM sessions WHERE id = $1::uuid
  RETURNING id, user_id, (extract(epoch FROM create_time) * 1000000)::bigint,
            (extract(epoch FROM expire_time) * 1000000)::bigint,
            (extract(epoch FROM idle_expire_time) * 1000000)::bigint, revision)sql";

constexpr char kRecordUse[] = R"sql(
  UPDATE sessions
  SET last_use_time = clock_timestamp(),
      idle_expire_time = clock_timestamp() + $2::bigint * interval '1 microsecond'
  WHERE id = $1::uuid AND last_use_time < clock_timestamp() - interval '1 minute')sql";

std::optional<Session> OnlySession(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  return Session{.id = row[0].as<std::string>(),
                 .user = row[1].as<std::string>(),
                 .create_time = db::TimeFrom(row[2]),
                 .expire_time = db::TimeFrom(row[3]),
                 .idle_expire_time = db::TimeFrom(row[4]),
                 .revision = row[5].as<std::int64_t>()};
}

}  // namespace

void PostgresAuthTransaction::AddSession(const Session& session, const std::string& secret_hash) {
  tx_.Exec(kAdd, session.id, db::Bytes(secret_hash), session.user,
           db::ToMicros(session.create_time), db::ToMicros(session.expire_time),
           db::ToMicros(session.idle_expire_time), session.revision);
}

std::optional<Session> PostgresAuthTransaction::FindSession(const std::string& id) {
  return OnlySession(tx_.Exec(kFind, Uuid(id)));
}

std::optional<Session> PostgresAuthTransaction::EndSession(const std::string& id) {
  return OnlySession(tx_.Exec(kEnd, Uuid(id)));
}

void PostgresAuthTransaction::RecordSessionUse(const std::string& id, absl::Duration idle) {
  tx_.Exec(kRecordUse, Uuid(id), absl::ToInt64Microseconds(idle));
}

}  // namespace nexus::auth

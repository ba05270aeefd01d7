#include "libs/db/convert.h"
#include "services/auth/store/postgres_auth_transaction.h"

namespace nexus::auth {
namespace {

constexpr char kAdd[] = R"sql(
  INSERT INTO api_tokens (id, secret_hash, user_id, project_id, display_name, create_time,
                          expire_time, revision)
  VALUES ($1, $2, $3, $4, $5, to_timestamp($6::bigint / 1000000.0),
          to_timestamp($7::bigint / 1000000.0), $8))sql";

constexpr char kList[] = R"sql(
  SELECT id, user_id, project_id, display_name,
         (extract(epoch FROM create_time) * 1000000)::bigint,
         (extract(epoch FROM expire_time) * 1000000)::bigint,
         (extract(epoch FROM last_use_time) * 1000000)::bigint,
         (extract(epoch FROM revoke_time) * 1000000)::bigint, revision
  FROM api_tokens
  WHERE user_id = $1::uuid AND project_id = $2::uuid AND revoke_time IS NULL
    AND ($3::uuid IS NULL OR id < $3::uuid)
  ORDER BY id DESC LIMIT $4)sql";

constexpr char kFind[] = R"sql(
  SELECT id, user_id, project_id, display_name,
         (extract(epoch FROM create_time) * 1000000)::bigint,
         (extract(epoch FROM expire_time) * 1000000)::bigint,
         (extract(epoch FROM last_use_time) * 1000000)::bigint,
         (extract(epoch FROM revoke_time) * 1000000)::bigint, revision
  FROM api_tokens WHERE id = $1::uuid)sql";

constexpr char kLock[] = R"sql(
  SELECT id, user_id, project_id, display_name,
         (extract(epoch FROM create_time) * 1000000)::bigint,
         (extract(epoch FROM expire_time) * 1000000)::bigint,
         (extract(epoch FROM last_use_time) * 1000000)::bigint,
         (extract(epoch FROM revoke_time) * 1000000)::bigint, revision
  FROM api_tokens WHERE id = $1::uuid FOR UPDATE)sql";

constexpr char kRevoke[] = R"sql(
  UPDATE api_tokens SET revoke_time = clock_timestamp(), revision = revision + 1
  WHERE id = $1::uuid RETURNING revision)sql";

constexpr char kRecordUse[] = R"sql(
  UPDATE api_tokens SET last_use_time = clock_timestamp()
  WHERE id = $1::uuid
    AND (last_use_time IS NULL OR last_use_time < clock_timestamp() - interval '1 minute'))sql";

std::optional<absl::Time> OptionalTime(const pqxx::field& micros) {
  if (micros.is_null()) return std::nullopt;
  return db::TimeFrom(micros);
}

ApiToken TokenFrom(const pqxx::row& row) {
  return {.id = row[0].as<std::string>(),
          .user = row[1].as<std::string>(),
          .project = row[2].as<std::string>(),
          .display_name = row[3].as<std::string>(),
          .create_time = db::TimeFrom(row[4]),
          .expire_time = OptionalTime(row[5]),
          .last_use_time = OptionalTime(row[6]),
          .revoke_time = OptionalTime(row[7]),
          .revision = row[8].as<std::int64_t>()};
}

std::optional<ApiToken> OnlyToken(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return TokenFrom(rows[0]);
}

}  // namespace

void PostgresAuthTransaction::AddApiToken(const ApiToken& token, const std::string& secret_hash) {
  std::optional<std::int64_t> expire_time;
  if (token.expire_time) expire_time = db::ToMicros(*token.expire_time);
  tx_.Exec(kAdd, token.id, db::Bytes(secret_hash), token.user, token.project, token.display_name,
           db::ToMicros(token.create_time), expire_time, token.revision);
}

std::vector<ApiToken> PostgresAuthTransaction::ListApiTokens(const ApiTokenQuery& query) {
  std::vector<ApiToken> tokens;
  for (const auto& row :
       tx_.Exec(kList, Uuid(query.user), Uuid(query.project), Uuid(query.before_id), query.limit)) {
    tokens.push_back(TokenFrom(row));
  }
  return tokens;
}

std::optional<ApiToken> PostgresAuthTransaction::FindApiToken(const std::string& id) {
  return OnlyToken(tx_.Exec(kFind, Uuid(id)));
}

std::optional<ApiToken> PostgresAuthTransaction::LockApiToken(const std::string& id) {
  return OnlyToken(tx_.Exec(kLock, Uuid(id)));
}

std::int64_t PostgresAuthTransaction::RevokeApiToken(const std::string& id) {
  return tx_.Exec(kRevoke, Uuid(id))[0][0].as<std::int64_t>();
}

void PostgresAuthTransaction::RecordTokenUse(const std::string& id) {
  tx_.Exec(kRecordUse, Uuid(id));
}

}  // namespace nexus::auth

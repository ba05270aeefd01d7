#include "libs/db/convert.h"
#include "services/auth/store/postgres_auth_transaction.h"

namespace nexus::auth {
namespace {

constexpr char kLock[] = "SELECT pg_advisory_xact_lock(hashtextextended('signing_keys', 0))";

constexpr char kList[] = R"sql(
  SELECT id, public_key, sealed_private_key,
         (extract(epoch FROM create_time) * 1000000)::bigint
  FROM signing_keys ORDER BY create_time DESC, id DESC)sql";

constexpr char kAdd[] = R"sql(
  INSERT INTO signing_keys (id, public_key, sealed_private_key, create_time)
  VALUES ($1, $2, $3, to_timestamp($4::bigint / 1000000.0)))sql";

constexpr char kRemove[] = "DELETE FROM signing_keys WHERE id = $1::uuid";

}  // namespace

void PostgresAuthTransaction::LockSigningKeys() { tx_.Exec(kLock); }

std::vector<StoredSigningKey> PostgresAuthTransaction::ListSigningKeys() {
  std::vector<StoredSigningKey> keys;
  for (const auto& row : tx_.Exec(kList)) {
    keys.push_back({.id = row[0].as<std::string>(),
                    .public_key = db::BytesFrom(row[1]),
                    .sealed_private_key = db::BytesFrom(row[2]),
                    .create_time = db::TimeFrom(row[3])});
  }
  return keys;
}

void PostgresAuthTransaction::AddSigningKey(const StoredSigningKey& key) {
  tx_.Exec(kAdd, key.id, db::Bytes(key.public_key), db::Bytes(key.sealed_private_key),
           db::ToMicros(key.create_time));
}

void PostgresAuthTransaction::RemoveSigningKey(const std::string& id) {
  tx_.Exec(kRemove, Uuid(id));
}

}  // namespace nexus::auth

#include "libs/db/convert.h"
#include "services/auth/store/postgres_auth_transaction.h"

namespace nexus::auth {
namespace {

// A lock of the transaction on a text: there is no row yet to lock.
constexpr char kLock[] = R"sql(
  SELECT pg_advisory_xact_lock(hashtextextended('log_in_failures/' || $1 || '/' || $2, 0)))sql";

constexpr char kNthNewest[] = R"sql(
  SELECT (extract(epoch FROM expire_time) * 1000000)::bigint FROM log_in_failures
  WHERE kind = $1 AND value = $2 AND expire_time > clock_timestamp()
  ORDER BY expire_time DESC OFFSET $3 LIMIT 1)sql";

constexpr char kAdd[] = R"sql(
  INSERT INTO log_in_failures (kind, value, attempt, expire_time)
  VALUES ($1, $2, $3, to_timestamp($4::bigint / 1000000.0)))sql";

constexpr char kRemove[] = R"sql(
  DELETE FROM log_in_failures WHERE kind = $1 AND value = $2 AND attempt = $3::uuid)sql";

constexpr char kRemoveAll[] = R"sql(
  DELETE FROM log_in_failures WHERE kind = $1 AND value = $2)sql";

std::string KindText(const FailureKey& key) {
  return key.kind == FailureKey::Kind::kAccount ? "account" : "address";
}

}  // namespace

void PostgresAuthTransaction::LockFailures(const FailureKey& key) {
  tx_.Exec(kLock, KindText(key), key.value);
}

std::optional<absl::Time> PostgresAuthTransaction::NthNewestFailureEnds(const FailureKey& key,
                                                                        int nth) {
  const pqxx::result rows = tx_.Exec(kNthNewest, KindText(key), key.value, nth - 1);
  if (rows.empty()) return std::nullopt;
  return db::TimeFrom(rows[0][0]);
}

void PostgresAuthTransaction::AddFailure(const FailureKey& key, const std::string& attempt,
                                         absl::Time expire_time) {
  tx_.Exec(kAdd, KindText(key), key.value, attempt, db::ToMicros(expire_time));
}

void PostgresAuthTransaction::RemoveFailure(const FailureKey& key, const std::string& attempt) {
  tx_.Exec(kRemove, KindText(key), key.value, Uuid(attempt));
}

void PostgresAuthTransaction::RemoveFailures(const FailureKey& key) {
  tx_.Exec(kRemoveAll, KindText(key), key.value);
}

}  // namespace nexus::auth

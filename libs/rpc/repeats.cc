#include "libs/rpc/repeats.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::rpc {
namespace {

// Waits for a first call that is committing; longer than the lock time-out is "in progress".
constexpr char kBegin[] = R"sql(
  INSERT INTO requests (principal, method, request_id, request_hash) VALUES ($1, $2, $3, $4)
  ON CONFLICT (principal, method, request_id) DO UPDATE
    SET request_hash = excluded.request_hash, answer = NULL, expire_time = excluded.expire_time
    WHERE requests.expire_time < clock_timestamp()
  RETURNING 1)sql";

constexpr char kFind[] = R"sql(
  SELECT request_hash, answer FROM requests
  WHERE principal = $1 AND method = $2 AND request_id = $3)sql";

constexpr char kComplete[] = R"sql(
  UPDATE requests SET answer = $4 WHERE principal = $1 AND method = $2 AND request_id = $3)sql";

constexpr char kForget[] = R"sql(
  DELETE FROM requests WHERE principal = $1 AND method = $2 AND request_id = $3)sql";

absl::Status InProgress() {
  return WithRetryAfter(Error(absl::StatusCode::kAborted, api::v1::REQUEST_IN_PROGRESS,
                              "the same request is still at work"),
                        absl::Seconds(1));
}

}  // namespace

absl::StatusOr<std::optional<std::string>> BeginRequest(db::Transaction& tx,
                                                        const CallContext& call) {
  if (!call.repeat) return std::optional<std::string>();
  const RepeatKey& key = *call.repeat;
  try {
    // A savepoint: waiting too long for the first call must not spoil the transaction.
    pqxx::subtransaction attempt(static_cast<pqxx::work&>(tx.work()), "begin_request");
    const auto made =
        attempt.exec_params(kBegin, call.actor, call.method, key.request_id, key.request_hash);
    attempt.commit();
    if (!made.empty()) return std::optional<std::string>();
  } catch (const pqxx::sql_error& error) {
    if (error.sqlstate() == "55P03") return InProgress();
    throw;
  }
  const auto found = tx.Exec(kFind, call.actor, call.method, key.request_id);
  if (found.empty()) return InProgress();  // It was refused this very moment.
  if (found[0][0].as<std::string>() != key.request_hash) {
    return Error(absl::StatusCode::kInvalidArgument, api::v1::REQUEST_ID_REUSED,
                 "the request id was used for another request");
  }
  if (found[0][1].is_null()) return InProgress();
  return std::optional<std::string>(db::BytesFrom(found[0][1]));
}

void CompleteRequest(db::Transaction& tx, const std::string& answer, const CallContext& call) {
  if (!call.repeat) return;
  tx.Exec(kComplete, call.actor, call.method, call.repeat->request_id, db::Bytes(answer));
}

void ForgetRequest(db::Transaction& tx, const CallContext& call) {
  if (!call.repeat) return;
  tx.Exec(kForget, call.actor, call.method, call.repeat->request_id);
}

}  // namespace nexus::rpc

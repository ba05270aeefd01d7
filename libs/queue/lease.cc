#include "libs/queue/lease.h"

#include <utility>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "libs/queue/task_rows.h"

namespace nexus::queue {
namespace {

// Only a running task has a fence. To ask for its state as well would lead the
// planner to the index of running tasks, which it takes to be empty.
const std::string& UpdateTask() {
  static const std::string sql = fmt::format(R"sql(
    UPDATE tasks AS t SET
      progress = $4::jsonb,
      state = $5,
      outcome = coalesce(t.outcome, $6),
      end_time = CASE WHEN coalesce(t.outcome, $6) IS NOT NULL
                      THEN coalesce(t.end_time, clock_timestamp()) END,
      error_reason = CASE WHEN t.outcome IS NULL THEN $7 ELSE t.error_reason END,
      error_message = CASE WHEN t.outcome IS NULL THEN $8 ELSE t.error_message END,
      result = CASE WHEN $9 THEN $10::bytea ELSE t.result END,
      run_at = CASE WHEN $5 = 'waiting'
                    THEN clock_timestamp() + $11::bigint * interval '1 microsecond'
                    ELSE t.run_at END,
      fence = CASE WHEN $5 = 'running' THEN t.fence END,
      epoch = CASE WHEN $5 = 'running' THEN t.epoch END,
      version = version + 1
    WHERE t.id = $1 AND t.fence = $2 AND t.epoch = $3
      AND EXISTS (SELECT 1 FROM queue_shards s WHERE s.shard = t.shard AND s.epoch = $3)
    RETURNING {})sql",
                                             kTaskColumns);
  return sql;
}

absl::Status LeaseLost(const std::string& id) {
  return MakeError(absl::StatusCode::kAborted, "LEASE_LOST", "queue.nexus",
                   fmt::format("task {} has another owner now", id), {{"task", id}});
}

const char* NextState(const TaskUpdate& update) {
  if (update.end) return "ended";
  return update.run_again_after ? "waiting" : "running";
}

std::int64_t DelayMicros(const TaskUpdate& update) {
  return absl::ToInt64Microseconds(update.run_again_after.value_or(absl::ZeroDuration()));
}

}  // namespace

Lease::Lease(db::Pool& pool, const Announce& announce, std::shared_ptr<Tenure> tenure, Task task,
             std::int64_t fence, std::function<void(const std::string&, bool)> gone)
    : pool_(pool),
      announce_(announce),
      tenure_(std::move(tenure)),
      id_(task.id),
      task_(std::move(task)),
      fence_(fence),
      gone_(std::move(gone)),
      cancel_requested_(task_.cancel_requested) {}

Lease::~Lease() { gone_(id_, over_); }

absl::Status Lease::Write(const TaskUpdate& update) {
  return Write(update, [](db::Transaction&, TaskUpdate&) { return absl::OkStatus(); });
}

absl::Status Lease::Write(const TaskUpdate& update, Prepare prepare) {
  Task written;
  const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    TaskUpdate prepared = update;
    NEXUS_RETURN_IF_ERROR(prepare(tx, prepared));
    const pqxx::result rows =
        tx.Exec(UpdateTask().c_str(), id_, fence_, tenure_->epoch(), prepared.progress,
                NextState(prepared), OutcomeText(prepared.decide), prepared.error.reason,
                prepared.error.message, prepared.result.has_value(),
                db::Bytes(prepared.result.value_or("")), DelayMicros(prepared));
    if (rows.empty()) return LeaseLost(id_);
    written = ParseTask(rows[0]);
    if (update.announce) announce_(tx, written);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  over_ = written.state != State::kRunning;
  if (written.cancel_requested) RequestCancel();
  task_ = std::move(written);
  return absl::OkStatus();
}

}  // namespace nexus::queue

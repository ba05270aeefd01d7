#include "libs/queue/task_queue.h"

#include <utility>

#include <fmt/format.h>

#include "libs/db/convert.h"
#include "libs/queue/task_rows.h"

namespace nexus::queue {
namespace {

constexpr char kAddShard[] = R"sql(
  INSERT INTO queue_shards (shard) VALUES ($1) ON CONFLICT (shard) DO NOTHING)sql";

const std::string& InsertTask() {
  static const std::string sql = fmt::format(R"sql(
    INSERT INTO tasks AS t (id, shard, kind, tenant, serial_key, payload, origin, priority,
                            max_attempts, state, run_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting',
            coalesce(to_timestamp($10::bigint / 1000000.0), clock_timestamp()))
    ON CONFLICT (id) DO NOTHING RETURNING {})sql",
                                             kTaskColumns);
  return sql;
}

// An id that nobody knows is taken away from whoever comes with it later.
const std::string& InsertClosed() {
  static const std::string sql = fmt::format(R"sql(
    INSERT INTO tasks AS t (id, kind, tenant, serial_key, payload, origin, priority, state,
                            outcome, cancel_requested, end_time, error_reason, error_message,
                            result)
    VALUES ($1, '', $2, $3, '', '{{}}', 5, 'ended', 'cancelled', true, clock_timestamp(), $4, $5, $6)
    ON CONFLICT (id) DO NOTHING RETURNING {})sql",
                                             kTaskColumns);
  return sql;
}

const std::string& SelectTask() {
  static const std::string sql =
      fmt::format("SELECT {} FROM tasks AS t WHERE t.id = $1", kTaskColumns);
  return sql;
}

const std::string& LockTask() {
  static const std::string sql = SelectTask() + " FOR UPDATE";
  return sql;
}

// A task that was begun has made something, so its worker must put it in order:
// only one that never was is ended here.
const std::string& CancelTask() {
  static const std::string sql = fmt::format(R"sql(
    UPDATE tasks AS t SET
      cancel_requested = true, run_at = least(run_at, clock_timestamp()), version = version + 1,
      state = CASE WHEN attempt = 0 THEN 'ended' ELSE state END,
      outcome = CASE WHEN attempt = 0 THEN 'cancelled' END,
      end_time = CASE WHEN attempt = 0 THEN clock_timestamp() END,
      error_reason = CASE WHEN attempt = 0 THEN $2 ELSE '' END,
      error_message = CASE WHEN attempt = 0 THEN $3 ELSE '' END,
      result = CASE WHEN attempt = 0 THEN $4 ELSE result END
    WHERE id = $1 RETURNING {})sql",
                                             kTaskColumns);
  return sql;
}

const std::string& ListTasks() {
  static const std::string sql = fmt::format(R"sql(
    SELECT {} FROM tasks AS t
    WHERE t.tenant = $1 AND t.kind <> '' AND ($2 = '' OR t.serial_key = $2)
      AND ($3 = '' OR t.id < nullif($3, '')::uuid)
    ORDER BY t.id DESC LIMIT $4)sql",
                                             kTaskColumns);
  return sql;
}

std::optional<std::int64_t> RunAtMicros(const NewTask& task) {
  if (!task.run_at) return std::nullopt;
  return db::ToMicros(*task.run_at);
}

bool IsSameTask(const Task& known, const NewTask& task) {
  return known.shard == task.shard && known.kind == task.kind && known.tenant == task.tenant &&
         known.serial_key == task.serial_key && known.payload == task.payload;
}

}  // namespace

TaskQueue::TaskQueue(Announce announce, std::function<void()> wake)
    : announce_(std::move(announce)), wake_(std::move(wake)) {}

void TaskQueue::AddShard(db::Transaction& tx, const std::string& shard) const {
  tx.Exec(kAddShard, shard);
}

Enqueued TaskQueue::Enqueue(db::Transaction& tx, const NewTask& task) const {
  const pqxx::result inserted = tx.Exec(
      InsertTask().c_str(), task.id, task.shard, task.kind, task.tenant, task.serial_key,
      db::Bytes(task.payload), task.origin, task.priority, task.max_attempts, RunAtMicros(task));
  if (!inserted.empty()) {
    Enqueued taken{Enqueued::Kind::kTaken, ParseTask(inserted[0])};
    announce_(tx, taken.task);
    tx.OnCommit(wake_);
    return taken;
  }
  Enqueued known{Enqueued::Kind::kKnown, *Get(tx, task.id)};
  if (known.task.closed()) {
    known.kind = Enqueued::Kind::kClosed;
  } else if (!IsSameTask(known.task, task)) {
    known.kind = Enqueued::Kind::kDiffers;
  } else if (known.task.outcome == Outcome::kCancelled) {
    known.kind = Enqueued::Kind::kClosed;
  }
  return known;
}

Task TaskQueue::Close(db::Transaction& tx, const Cancellation& cancellation) const {
  const pqxx::result closed = tx.Exec(InsertClosed().c_str(), cancellation.id, cancellation.tenant,
                                      cancellation.serial_key, cancellation.error.reason,
                                      cancellation.error.message, db::Bytes(cancellation.result));
  // Nothing: it came at this moment, and is there now.
  return closed.empty() ? Cancel(tx, cancellation) : ParseTask(closed[0]);
}

Task TaskQueue::Cancel(db::Transaction& tx, const Cancellation& cancellation) const {
  const pqxx::result found = tx.Exec(LockTask().c_str(), cancellation.id);
  if (found.empty()) return Close(tx, cancellation);
  Task task = ParseTask(found[0]);
  if (task.outcome != Outcome::kOpen || task.cancel_requested) return task;
  task = ParseTask(tx.Exec(CancelTask().c_str(), cancellation.id, cancellation.error.reason,
                           cancellation.error.message, db::Bytes(cancellation.result))[0]);
  if (task.state == State::kEnded) announce_(tx, task);
  tx.OnCommit(wake_);
  return task;
}

std::optional<Task> TaskQueue::Get(db::Transaction& tx, const std::string& id) const {
  const pqxx::result rows = tx.Exec(SelectTask().c_str(), id);
  if (rows.empty()) return std::nullopt;
  return ParseTask(rows[0]);
}

std::vector<Task> TaskQueue::List(db::Transaction& tx, const TaskList& list) const {
  return ParseTasks(
      tx.Exec(ListTasks().c_str(), list.tenant, list.serial_key, list.before_id, list.limit));
}

}  // namespace nexus::queue

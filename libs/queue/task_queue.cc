#include "libs/queue/task_queue.h"

#include <utility>

#include <fmt/format.h>

#include "libs/base/encoding.h"
#include "libs/db/convert.h"
#include "libs/queue/task_rows.h"

namespace nexus::queue {
namespace {

constexpr char kAddShard[] = R"sql(
  INSERT INTO queue_shards (shard) VALUES ($1) ON CONFLICT (shard) DO NOTHING)sql";

// Arrays, one element a task; 0 stands for NULL.
constexpr char kInsertTasks[] = R"sql(
  INSERT INTO tasks AS t (id, shard, kind, tenant, serial_key, payload, origin, priority,
                          max_attempts, state, run_at)
  SELECT n.id, n.shard, n.kind, n.tenant, n.serial_key, n.payload, n.origin, n.priority,
         nullif(n.max_attempts, 0), 'waiting',
         coalesce(to_timestamp(nullif(n.run_at, 0) / 1000000.0), clock_timestamp())
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[],
              $7::jsonb[], $8::smallint[], $9::int[], $10::bigint[])
    AS n (id, shard, kind, tenant, serial_key, payload, origin, priority, max_attempts, run_at)
  ON CONFLICT (id) DO NOTHING
  RETURNING t.id, (extract(epoch from t.create_time) * 1000000)::bigint)sql";

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

// One column of many tasks, as an array's literal.
template <typename Column>
std::string ColumnOf(const std::vector<NewTask>& tasks, Column column) {
  std::vector<std::string> values;
  values.reserve(tasks.size());
  for (const NewTask& task : tasks) values.push_back(column(task));
  return db::TextArray(values);
}

// As a task that was just taken is read back.
Task Taken(const NewTask& task, absl::Time create_time) {
  Task taken;
  taken.id = task.id;
  taken.shard = task.shard;
  taken.kind = task.kind;
  taken.tenant = task.tenant;
  taken.serial_key = task.serial_key;
  taken.payload = task.payload;
  taken.origin = task.origin;
  taken.priority = task.priority;
  taken.max_attempts = task.max_attempts;
  taken.create_time = create_time;
  taken.read_time = create_time;
  return taken;
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
  return EnqueueAll(tx, {task})[0];
}

std::vector<Enqueued> TaskQueue::EnqueueAll(db::Transaction& tx,
                                            const std::vector<NewTask>& tasks) const {
  std::map<std::string, absl::Time> taken = Insert(tx, tasks);
  std::vector<Enqueued> results;
  results.reserve(tasks.size());
  for (const NewTask& task : tasks) {
    const auto found = taken.extract(task.id);
    if (found.empty()) {
      results.push_back(Known(tx, task));
      continue;
    }
    results.push_back({Enqueued::Kind::kTaken, Taken(task, found.mapped())});
    announce_(tx, results.back().task);
  }
  tx.OnCommit(wake_);
  return results;
}

// Those that are new, with the time they came.
std::map<std::string, absl::Time> TaskQueue::Insert(db::Transaction& tx,
                                                    const std::vector<NewTask>& tasks) const {
  const auto rows = tx.Exec(
      kInsertTasks, ColumnOf(tasks, [](const NewTask& task) { return task.id; }),
      ColumnOf(tasks, [](const NewTask& task) { return task.shard; }),
      ColumnOf(tasks, [](const NewTask& task) { return task.kind; }),
      ColumnOf(tasks, [](const NewTask& task) { return task.tenant; }),
      ColumnOf(tasks, [](const NewTask& task) { return task.serial_key; }),
      ColumnOf(tasks, [](const NewTask& task) { return "\\x" + HexEncode(task.payload); }),
      ColumnOf(tasks, [](const NewTask& task) { return task.origin; }),
      ColumnOf(tasks, [](const NewTask& task) { return std::to_string(task.priority); }),
      ColumnOf(tasks,
               [](const NewTask& task) { return std::to_string(task.max_attempts.value_or(0)); }),
      ColumnOf(tasks, [](const NewTask& task) {
        return std::to_string(task.run_at ? db::ToMicros(*task.run_at) : 0);
      }));
  std::map<std::string, absl::Time> taken;
  for (const auto& row : rows) taken[row[0].as<std::string>()] = db::TimeFrom(row[1]);
  return taken;
}

Enqueued TaskQueue::Known(db::Transaction& tx, const NewTask& task) const {
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

#include <fmt/format.h>

#include "libs/db/convert.h"
#include "libs/queue/queue_control.h"
#include "libs/queue/task_rows.h"

namespace nexus::queue {
namespace {

// The states are written into the text, so that the partial indexes serve them.
std::string SelectWhere(const std::string& condition, bool oldest_first) {
  return fmt::format(R"sql(
    SELECT {}, (extract(epoch from t.run_at) * 1000000)::bigint FROM tasks AS t
    WHERE {} AND t.kind <> '' AND $1 IN ('', t.shard) AND $2 IN ('', t.kind)
      AND $3 IN ('', t.tenant) AND $4 IN ('', t.error_reason)
      AND ($5 = '' OR t.id {} nullif($5, '')::uuid)
    ORDER BY t.id {} LIMIT $6)sql",
                     kTaskColumns, condition, oldest_first ? ">" : "<",
                     oldest_first ? "ASC" : "DESC");
}

std::string ConditionOf(const QueueFilter& filter) {
  if (filter.failed) return "t.state = 'ended' AND t.outcome = 'failed'";
  if (filter.retrying) {
    return "t.state = 'waiting' AND t.attempt > 0 AND t.run_at > clock_timestamp()";
  }
  if (!filter.state) return "true";
  switch (*filter.state) {
    case State::kWaiting:
      return "t.state = 'waiting'";
    case State::kRunning:
      return "t.state = 'running'";
    case State::kEnded:
      break;
  }
  return "t.state = 'ended'";
}

constexpr int kRunAtColumn = 23;

QueuedTask ParseQueued(const pqxx::row& row) {
  return {ParseTask(row), db::TimeFrom(row[kRunAtColumn])};
}

}  // namespace

std::vector<QueuedTask> QueueControl::List(db::Transaction& tx, const QueueList& list) const {
  const std::string sql = SelectWhere(ConditionOf(list.filter), list.oldest_first);
  std::vector<QueuedTask> tasks;
  for (const auto& row :
       tx.Exec(sql.c_str(), list.filter.shard, list.filter.kind, list.filter.tenant,
               list.filter.reason, list.after_id, list.limit)) {
    tasks.push_back(ParseQueued(row));
  }
  return tasks;
}

std::optional<QueuedTask> QueueControl::Find(db::Transaction& tx, const std::string& id) const {
  static const std::string sql = fmt::format(
      "SELECT {}, (extract(epoch from t.run_at) * 1000000)::bigint FROM tasks AS t "
      "WHERE t.id = $1 AND t.kind <> ''",
      kTaskColumns);
  const pqxx::result rows = tx.Exec(sql.c_str(), id);
  if (rows.empty()) return std::nullopt;
  return ParseQueued(rows[0]);
}

}  // namespace nexus::queue

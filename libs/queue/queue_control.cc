#include "libs/queue/queue_control.h"

#include <fmt/format.h>

#include "libs/db/convert.h"
#include "libs/queue/pause_rows.h"

namespace nexus::queue {
namespace {

const std::string& InsertPause() {
  static const std::string sql = fmt::format(R"sql(
    INSERT INTO queue_pauses AS p (shard, kind, tenant, serial_key, reason, author)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (shard, kind, tenant, serial_key) DO NOTHING RETURNING {})sql",
                                             kPauseColumns);
  return sql;
}

constexpr char kDeletePause[] = "DELETE FROM queue_pauses WHERE id = $1";

const std::string& SelectPauses() {
  static const std::string sql = fmt::format(R"sql(
    SELECT {} FROM queue_pauses AS p WHERE $1 = '' OR p.id > nullif($1, '')::uuid
    ORDER BY p.id LIMIT $2)sql",
                                             kPauseColumns);
  return sql;
}

constexpr char kOwners[] = R"sql(
  SELECT shard, owner, epoch, lease_until > clock_timestamp() FROM queue_shards)sql";

// Only what waits for a time: whatever else holds a task holds it still.
constexpr char kRetryThese[] = R"sql(
  WITH asked AS (
    SELECT id, tenant, state, run_at > clock_timestamp() AS later
    FROM tasks WHERE id = ANY($1::uuid[]) AND kind <> '' ORDER BY id FOR UPDATE
  ), retried AS (
    UPDATE tasks SET run_at = clock_timestamp(), version = version + 1
    WHERE id IN (SELECT id FROM asked WHERE state = 'waiting' AND later)
  )
  SELECT id, tenant, state, later FROM asked)sql";

constexpr char kRetryMatching[] = R"sql(
  UPDATE tasks SET run_at = clock_timestamp(), version = version + 1
  WHERE id IN (SELECT id FROM tasks
               WHERE state = 'waiting' AND attempt > 0 AND run_at > clock_timestamp()
                 AND $1 IN ('', shard) AND $2 IN ('', kind) AND $3 IN ('', tenant)
               ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED)
  RETURNING id, tenant)sql";

RetryOutcome OutcomeOf(const pqxx::row& row) {
  const auto state = row[2].as<std::string>();
  if (state == "running") return RetryOutcome::kRunning;
  if (state == "ended") return RetryOutcome::kEnded;
  return row[3].as<bool>() ? RetryOutcome::kRetried : RetryOutcome::kReady;
}

}  // namespace

std::optional<Pause> QueueControl::AddPause(db::Transaction& tx, const Pause& pause) const {
  const pqxx::result rows = tx.Exec(InsertPause().c_str(), pause.shard, pause.kind, pause.tenant,
                                    pause.serial_key, pause.reason, pause.author);
  if (rows.empty()) return std::nullopt;
  tx.OnCommit(wake_);
  return ParsePause(rows[0], 0);
}

bool QueueControl::RemovePause(db::Transaction& tx, const std::string& id) const {
  const bool removed = tx.Exec(kDeletePause, id).affected_rows() > 0;
  if (removed) tx.OnCommit(wake_);
  return removed;
}

std::vector<Pause> QueueControl::Pauses(db::Transaction& tx, const std::string& after_id,
                                        int limit) const {
  std::vector<Pause> pauses;
  for (const auto& row : tx.Exec(SelectPauses().c_str(), after_id, limit)) {
    pauses.push_back(ParsePause(row, 0));
  }
  return pauses;
}

std::map<std::string, Owner> QueueControl::Owners(db::Transaction& tx) const {
  std::map<std::string, Owner> owners;
  for (const auto& row : tx.Exec(kOwners)) {
    owners[row[0].as<std::string>()] = {row[1].as<std::string>(), row[2].as<std::int64_t>(),
                                        row[3].as<bool>()};
  }
  return owners;
}

std::vector<Retry> QueueControl::RetryNow(db::Transaction& tx,
                                          const std::vector<std::string>& tasks) const {
  std::map<std::string, Retry> found;
  for (const auto& row : tx.Exec(kRetryThese, db::TextArray(tasks))) {
    const auto id = row[0].as<std::string>();
    found[id] = {id, row[1].as<std::string>(), OutcomeOf(row)};
  }
  std::vector<Retry> retries;
  for (const std::string& id : tasks) {
    retries.push_back(found.contains(id) ? found[id] : Retry{.id = id});
  }
  tx.OnCommit(wake_);
  return retries;
}

std::vector<Retry> QueueControl::RetryMatching(db::Transaction& tx,
                                               const QueueFilter& filter) const {
  std::vector<Retry> retries;
  for (const auto& row :
       tx.Exec(kRetryMatching, filter.shard, filter.kind, filter.tenant, kMostRetries)) {
    retries.push_back({row[0].as<std::string>(), row[1].as<std::string>(), RetryOutcome::kRetried});
  }
  tx.OnCommit(wake_);
  return retries;
}

}  // namespace nexus::queue

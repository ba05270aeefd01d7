#include "libs/queue/queue_control.h"
#include "libs/queue/task_rows.h"

namespace nexus::queue {
namespace {

constexpr char kDepths[] = R"sql(
  SELECT shard, kind, state, count(*),
         coalesce((extract(epoch from clock_timestamp() - min(run_at) FILTER (
           WHERE state = 'waiting' AND run_at <= clock_timestamp())) * 1000000)::bigint, 0),
         sum(rescues)
  FROM tasks WHERE state IN ('waiting', 'running')
  GROUP BY shard, kind, state ORDER BY shard, kind, state)sql";

constexpr char kFailed[] = R"sql(
  SELECT count(*), count(*) FILTER (WHERE end_time > clock_timestamp() - interval '1 day')
  FROM tasks WHERE state = 'ended' AND outcome = 'failed')sql";

// An id begins with the milliseconds of its making, so the primary key finds the
// last hour; no more than a sample of its newest.
constexpr char kLastHour[] = R"sql(
  WITH recent AS (
    SELECT state, outcome, start_time - create_time AS delay FROM tasks
    WHERE kind <> '' AND id > (lpad(to_hex((extract(epoch from clock_timestamp()
                                            - interval '1 hour') * 1000)::bigint), 12, '0')
                               || '70000000000000000000')::uuid
    ORDER BY id DESC LIMIT 10000)
  SELECT count(*) FILTER (WHERE state = 'ended'),
         count(*) FILTER (WHERE state = 'ended' AND outcome = 'succeeded'),
         coalesce((extract(epoch from percentile_disc(0.95) WITHIN GROUP (ORDER BY delay))
                   * 1000000)::bigint, 0)
  FROM recent)sql";

constexpr char kDatabase[] = R"sql(
  SELECT (SELECT coalesce(sum(n_dead_tup), 0)::bigint FROM pg_stat_user_tables
          WHERE relname IN ('tasks', 'queue_shards', 'queue_pauses')),
         coalesce((extract(epoch from clock_timestamp() - min(xact_start)) * 1000000)::bigint, 0),
         coalesce(max(age(backend_xmin)), 0)
  FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid())sql";

}  // namespace

QueueStats QueueControl::Stats(db::Transaction& tx) const {
  QueueStats stats;
  for (const auto& row : tx.Exec(kDepths)) {
    stats.depths.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                            StateFrom(row[2].as<std::string>()), row[3].as<std::int64_t>()});
    stats.oldest_due = std::max(stats.oldest_due, absl::Microseconds(row[4].as<std::int64_t>()));
    stats.rescues += row[5].as<std::int64_t>();
  }
  const pqxx::row failed = tx.Exec(kFailed)[0];
  stats.failed = failed[0].as<std::int64_t>();
  stats.failed_last_day = failed[1].as<std::int64_t>();
  const pqxx::row hour = tx.Exec(kLastHour)[0];
  stats.ended_last_hour = hour[0].as<std::int64_t>();
  stats.succeeded_last_hour = hour[1].as<std::int64_t>();
  stats.start_delay_p95 = absl::Microseconds(hour[2].as<std::int64_t>());
  const pqxx::row database = tx.Exec(kDatabase)[0];
  stats.dead_rows = database[0].as<std::int64_t>();
  stats.oldest_transaction = absl::Microseconds(database[1].as<std::int64_t>());
  stats.oldest_snapshot = database[2].as<std::int64_t>();
  return stats;
}

}  // namespace nexus::queue

#include "libs/queue/ready.h"

#include <fmt/format.h>

namespace nexus::queue {

const char kPauseMatches[] = R"sql(
  p.shard IN ('', w.shard) AND p.kind IN ('', w.kind) AND p.tenant IN ('', w.tenant)
  AND p.serial_key IN ('', w.serial_key))sql";

// Each tenant is found with one look into the index, and so are its first
// tasks: a long queue costs no more than a short one, and no tenant's many
// tasks hide those of another.
std::string ReadyTasks() {
  return fmt::format(R"sql(
    WITH RECURSIVE tenants AS (
      (SELECT tenant FROM tasks WHERE shard = $1 AND state = 'waiting' ORDER BY tenant LIMIT 1)
      UNION ALL
      SELECT (SELECT n.tenant FROM tasks n
              WHERE n.shard = $1 AND n.state = 'waiting' AND n.tenant > tenants.tenant
              ORDER BY n.tenant LIMIT 1)
      FROM tenants WHERE tenants.tenant IS NOT NULL
    ), running AS MATERIALIZED (
      SELECT tenant, count(*) AS tasks FROM tasks
      WHERE shard = $1 AND state = 'running' GROUP BY tenant
    ), ready AS MATERIALIZED (
      SELECT first.id, first.priority,
             coalesce(running.tasks, 0)
               + row_number() OVER (PARTITION BY tenant ORDER BY first.priority, first.id) AS share
      FROM tenants LEFT JOIN running USING (tenant) CROSS JOIN LATERAL (
        SELECT w.id, w.priority FROM tasks w
        WHERE w.shard = $1 AND w.tenant = tenants.tenant AND w.state = 'waiting'
          AND w.run_at <= clock_timestamp()
          AND NOT EXISTS (SELECT 1 FROM tasks o
                          WHERE o.serial_key = w.serial_key AND o.state <> 'ended' AND o.id <> w.id
                            AND (o.id < w.id OR o.state = 'running'))
          AND NOT EXISTS (SELECT 1 FROM queue_pauses p WHERE {})
        ORDER BY w.priority, w.id
        LIMIT greatest(0, least($2::bigint, $3::bigint - coalesce(running.tasks, 0)))) AS first
    ))sql",
                     kPauseMatches);
}

}  // namespace nexus::queue

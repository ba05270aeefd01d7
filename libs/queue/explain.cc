#include <algorithm>

#include <fmt/format.h>

#include "libs/db/convert.h"
#include "libs/queue/pause_rows.h"
#include "libs/queue/queue_control.h"
#include "libs/queue/ready.h"

namespace nexus::queue {
namespace {

// What one look at the tasks, their keys and their shards tells.
constexpr char kWaiting[] = R"sql(
  SELECT w.id, w.shard, s.owner <> '' AND s.lease_until > clock_timestamp(),
         (extract(epoch from w.run_at) * 1000000)::bigint, w.run_at > clock_timestamp(),
         (SELECT o.id FROM tasks o
          WHERE o.serial_key = w.serial_key AND o.state = 'running' AND o.id <> w.id),
         (SELECT o.id FROM tasks o
          WHERE o.serial_key = w.serial_key AND o.state <> 'ended' AND o.id < w.id
          ORDER BY o.id LIMIT 1),
         (SELECT count(*) FROM tasks o
          WHERE o.shard = w.shard AND o.state = 'running' AND o.tenant = w.tenant),
         (SELECT count(*) FROM tasks o WHERE o.shard = w.shard AND o.state = 'running')
  FROM tasks w JOIN queue_shards s USING (shard)
  WHERE w.id = ANY($1::uuid[]) AND w.state = 'waiting')sql";

const std::string& MatchingPauses() {
  static const std::string sql = fmt::format(R"sql(
    SELECT w.id, {} FROM tasks w JOIN queue_pauses p ON {}
    WHERE w.id = ANY($1::uuid[]) ORDER BY p.id)sql",
                                             kPauseColumns, kPauseMatches);
  return sql;
}

// In the order in which the claim would take them.
const std::string& Line() {
  static const std::string sql =
      ReadyTasks() + " SELECT id FROM ready ORDER BY priority, share, id";
  return sql;
}

constexpr int kLongestLine = 1000;

struct Waiting {
  std::string shard;
  Explanation explanation;
};

Rule KeyRule(const pqxx::row& row) {
  const auto running = db::Optional<std::string>(row[5]);
  const auto earlier = db::Optional<std::string>(row[6]);
  Rule rule{.kind = Rule::Kind::kKey, .holds = running || earlier};
  rule.task = running.value_or(earlier.value_or(""));
  rule.task_runs = running.has_value();
  return rule;
}

Waiting ParseWaiting(const pqxx::row& row, const Limits& limits) {
  Waiting waiting;
  waiting.shard = row[1].as<std::string>();
  waiting.explanation.task = row[0].as<std::string>();
  const auto tenant_runs = row[7].as<int>();
  waiting.explanation.rules = {
      {.kind = Rule::Kind::kOwner, .holds = !row[2].as<bool>()},
      {.kind = Rule::Kind::kTime, .holds = row[4].as<bool>(), .until = db::TimeFrom(row[3])},
      {.kind = Rule::Kind::kPause},
      KeyRule(row),
      {.kind = Rule::Kind::kTenantLimit,
       .holds = tenant_runs >= limits.tenant_slots,
       .used = tenant_runs,
       .limit = limits.tenant_slots},
      {.kind = Rule::Kind::kSlots, .used = row[8].as<int>(), .limit = limits.slots}};
  return waiting;
}

Rule& RuleOf(Explanation& explanation, Rule::Kind kind) {
  return explanation.rules[static_cast<std::size_t>(kind)];
}

// Places of the ready tasks of a shard, from 1.
std::map<std::string, int> ReadLine(db::Transaction& tx, const std::string& shard,
                                    const Limits& limits) {
  std::map<std::string, int> places;
  for (const auto& row : tx.Exec(Line().c_str(), shard, kLongestLine, limits.tenant_slots)) {
    places.emplace(row[0].as<std::string>(), static_cast<int>(places.size()) + 1);
  }
  return places;
}

bool IsHeldByItself(const Explanation& explanation) {
  return std::ranges::any_of(explanation.rules, [](const Rule& rule) {
    return rule.holds && rule.kind != Rule::Kind::kOwner;
  });
}

// What is in line waits for a free slot, or for nothing. What is not, though no
// rule of its own holds it, stands behind others of its tenant who will fill its
// limit.
void Place(const std::map<std::string, int>& places, Explanation& explanation) {
  const auto place = places.find(explanation.task);
  if (place != places.end()) {
    explanation.position = place->second;
    Rule& slots = RuleOf(explanation, Rule::Kind::kSlots);
    slots.holds = slots.used + explanation.position > slots.limit;
  } else if (!IsHeldByItself(explanation)) {
    RuleOf(explanation, Rule::Kind::kTenantLimit).holds = true;
  }
}

}  // namespace

std::map<std::string, Explanation> QueueControl::Explain(db::Transaction& tx,
                                                         const std::vector<std::string>& tasks,
                                                         const Limits& limits) const {
  std::map<std::string, Waiting> found;
  const std::string ids = db::TextArray(tasks);
  for (const auto& row : tx.Exec(kWaiting, ids)) {
    found.emplace(row[0].as<std::string>(), ParseWaiting(row, limits));
  }
  for (const auto& row : tx.Exec(MatchingPauses().c_str(), ids)) {
    const auto paused = found.find(row[0].as<std::string>());
    if (paused == found.end()) continue;
    Rule& rule = RuleOf(paused->second.explanation, Rule::Kind::kPause);
    rule.holds = true;
    rule.pauses.push_back(ParsePause(row, 1));
  }
  std::map<std::string, std::map<std::string, int>> lines;
  std::map<std::string, Explanation> explanations;
  for (auto& [id, waiting] : found) {
    if (!lines.contains(waiting.shard)) lines[waiting.shard] = ReadLine(tx, waiting.shard, limits);
    Place(lines[waiting.shard], waiting.explanation);
    explanations.emplace(id, std::move(waiting.explanation));
  }
  return explanations;
}

}  // namespace nexus::queue

#include "libs/queue/task_rows.h"

#include "libs/db/convert.h"

namespace nexus::queue {

const char kTaskColumns[] = R"sql(
  t.id, coalesce(t.shard, ''), t.kind, t.tenant, t.serial_key, t.payload, t.origin, t.priority,
  t.max_attempts, t.state, coalesce(t.outcome, ''), t.cancel_requested, t.attempt, t.rescues,
  t.progress, t.result, t.error_reason, t.error_message, t.version,
  (extract(epoch from t.create_time) * 1000000)::bigint,
  (extract(epoch from t.start_time) * 1000000)::bigint,
  (extract(epoch from t.end_time) * 1000000)::bigint,
  (extract(epoch from clock_timestamp()) * 1000000)::bigint)sql";

namespace {

Outcome OutcomeFrom(const std::string& text) {
  if (text == "succeeded") return Outcome::kSucceeded;
  if (text == "failed") return Outcome::kFailed;
  return text == "cancelled" ? Outcome::kCancelled : Outcome::kOpen;
}

std::optional<absl::Time> OptionalTime(const pqxx::field& micros) {
  if (micros.is_null()) return std::nullopt;
  return db::TimeFrom(micros);
}

}  // namespace

State StateFrom(const std::string& text) {
  if (text == "running") return State::kRunning;
  return text == "ended" ? State::kEnded : State::kWaiting;
}

std::optional<std::string> OutcomeText(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSucceeded:
      return "succeeded";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kCancelled:
      return "cancelled";
    case Outcome::kOpen:
      break;
  }
  return std::nullopt;
}

Task ParseTask(const pqxx::row& row) {
  Task task;
  task.id = row[0].as<std::string>();
  task.shard = row[1].as<std::string>();
  task.kind = row[2].as<std::string>();
  task.tenant = row[3].as<std::string>();
  task.serial_key = row[4].as<std::string>();
  task.payload = db::BytesFrom(row[5]);
  task.origin = row[6].as<std::string>();
  task.priority = row[7].as<int>();
  task.max_attempts = db::Optional<int>(row[8]);
  task.state = StateFrom(row[9].as<std::string>());
  task.outcome = OutcomeFrom(row[10].as<std::string>());
  task.cancel_requested = row[11].as<bool>();
  task.attempt = row[12].as<int>();
  task.rescues = row[13].as<int>();
  task.progress = row[14].as<std::string>();
  task.result = db::BytesFrom(row[15]);
  task.error = {row[16].as<std::string>(), row[17].as<std::string>()};
  task.version = row[18].as<std::int64_t>();
  task.create_time = db::TimeFrom(row[19]);
  task.start_time = OptionalTime(row[20]);
  task.end_time = OptionalTime(row[21]);
  task.read_time = db::TimeFrom(row[22]);
  return task;
}

std::vector<Task> ParseTasks(const pqxx::result& rows) {
  std::vector<Task> tasks;
  tasks.reserve(rows.size());
  for (const auto& row : rows) tasks.push_back(ParseTask(row));
  return tasks;
}

}  // namespace nexus::queue

#include "services/scheduler/store/postgres_queue_store.h"

#include <utility>

#include "libs/base/status.h"

namespace nexus::scheduler {

template <typename Work>
auto PostgresQueueStore::In(Work work)
    -> absl::StatusOr<decltype(work(std::declval<db::Transaction&>()))> {
  decltype(work(std::declval<db::Transaction&>())) result{};
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    result = work(tx);
    return absl::OkStatus();
  }));
  return result;
}

absl::StatusOr<std::vector<queue::QueuedTask>> PostgresQueueStore::List(
    const queue::QueueList& list) {
  return In([&](db::Transaction& tx) { return control_.List(tx, list); });
}

absl::StatusOr<std::optional<queue::QueuedTask>> PostgresQueueStore::Find(const std::string& id) {
  return In([&](db::Transaction& tx) { return control_.Find(tx, id); });
}

absl::StatusOr<std::map<std::string, queue::Explanation>> PostgresQueueStore::Explain(
    const std::vector<std::string>& tasks) {
  return In([&](db::Transaction& tx) { return control_.Explain(tx, tasks, limits_); });
}

absl::StatusOr<std::map<std::string, queue::Owner>> PostgresQueueStore::Owners() {
  return In([&](db::Transaction& tx) { return control_.Owners(tx); });
}

absl::StatusOr<queue::QueueStats> PostgresQueueStore::Stats() {
  return In([&](db::Transaction& tx) { return control_.Stats(tx); });
}

absl::StatusOr<std::vector<queue::Pause>> PostgresQueueStore::Pauses(const std::string& after_id,
                                                                     int limit) {
  return In([&](db::Transaction& tx) { return control_.Pauses(tx, after_id, limit); });
}

absl::StatusOr<std::optional<queue::Pause>> PostgresQueueStore::AddPause(
    const queue::Pause& pause) {
  return In([&](db::Transaction& tx) { return control_.AddPause(tx, pause); });
}

absl::StatusOr<bool> PostgresQueueStore::RemovePause(const std::string& id) {
  return In([&](db::Transaction& tx) { return control_.RemovePause(tx, id); });
}

absl::StatusOr<std::vector<queue::Retry>> PostgresQueueStore::RetryNow(
    const std::vector<std::string>& tasks) {
  return In([&](db::Transaction& tx) { return control_.RetryNow(tx, tasks); });
}

absl::StatusOr<std::vector<queue::Retry>> PostgresQueueStore::RetryMatching(
    const queue::QueueFilter& filter) {
  return In([&](db::Transaction& tx) { return control_.RetryMatching(tx, filter); });
}

}  // namespace nexus::scheduler

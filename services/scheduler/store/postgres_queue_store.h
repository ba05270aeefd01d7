#pragma once

#include "libs/db/pool.h"
#include "libs/queue/queue_control.h"
#include "services/scheduler/domain/queue_store.h"

namespace nexus::scheduler {

class PostgresQueueStore : public QueueStore {
 public:
  // `limits` are what the owners work under.
  PostgresQueueStore(db::Pool& pool, const queue::QueueControl& control, queue::Limits limits)
      : pool_(pool), control_(control), limits_(limits) {}

  absl::StatusOr<std::vector<queue::QueuedTask>> List(const queue::QueueList& list) override;
  absl::StatusOr<std::optional<queue::QueuedTask>> Find(const std::string& id) override;
  absl::StatusOr<std::map<std::string, queue::Explanation>> Explain(
      const std::vector<std::string>& tasks) override;
  absl::StatusOr<std::map<std::string, queue::Owner>> Owners() override;
  absl::StatusOr<queue::QueueStats> Stats() override;
  absl::StatusOr<std::vector<queue::Pause>> Pauses(const std::string& after_id, int limit) override;
  absl::StatusOr<std::optional<queue::Pause>> AddPause(const queue::Pause& pause) override;
  absl::StatusOr<bool> RemovePause(const std::string& id) override;
  absl::StatusOr<std::vector<queue::Retry>> RetryNow(
      const std::vector<std::string>& tasks) override;
  absl::StatusOr<std::vector<queue::Retry>> RetryMatching(
      const queue::QueueFilter& filter) override;

 private:
  // What `work` answers, in one transaction.
  template <typename Work>
  auto In(Work work) -> absl::StatusOr<decltype(work(std::declval<db::Transaction&>()))>;

  db::Pool& pool_;
  const queue::QueueControl& control_;
  const queue::Limits limits_;
};

}  // namespace nexus::scheduler

#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "libs/db/transaction.h"
#include "libs/queue/explanation.h"
#include "libs/queue/pause.h"
#include "libs/queue/queue_list.h"
#include "libs/queue/queue_stats.h"

namespace nexus::queue {

// The queue as its operator sees it: what is in it and why it waits, pauses, and
// what is to be tried at once. Thread-safe; works in the caller's transaction and
// throws what libpqxx throws.
class QueueControl {
 public:
  // As TaskQueue's: wakes the owners after the commit.
  explicit QueueControl(std::function<void()> wake) : wake_(std::move(wake)) {}

  std::vector<QueuedTask> List(db::Transaction& tx, const QueueList& list) const;
  std::optional<QueuedTask> Find(db::Transaction& tx, const std::string& id) const;

  // Of those of the tasks that wait. `limits` are what the owners work under.
  std::map<std::string, Explanation> Explain(db::Transaction& tx,
                                             const std::vector<std::string>& tasks,
                                             const Limits& limits) const;

  // By shard.
  std::map<std::string, Owner> Owners(db::Transaction& tx) const;

  QueueStats Stats(db::Transaction& tx) const;

  // The pause as it is now; nothing when one of the same tasks is there already.
  std::optional<Pause> AddPause(db::Transaction& tx, const Pause& pause) const;

  // False when there is none.
  bool RemovePause(db::Transaction& tx, const std::string& id) const;

  // By id, after `after_id`.
  std::vector<Pause> Pauses(db::Transaction& tx, const std::string& after_id, int limit) const;

  // Lets tasks that wait for a time be begun now. At most kMostRetries.
  std::vector<Retry> RetryNow(db::Transaction& tx, const std::vector<std::string>& tasks) const;

  // Those that match and wait for their next try, oldest first; at most kMostRetries.
  std::vector<Retry> RetryMatching(db::Transaction& tx, const QueueFilter& filter) const;

 private:
  const std::function<void()> wake_;
};

}  // namespace nexus::queue

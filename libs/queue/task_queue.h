#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/db/migration.h"
#include "libs/db/transaction.h"
#include "libs/queue/task.h"

namespace nexus::queue {

// The queue's tables; go before the service's own migrations.
db::Migrations QueueMigrations();

// The channel on which owners are woken: db::Notifier sends, db::Listener hears.
inline constexpr char kWakeChannel[] = "nexus_queue";

// Runs in the transaction of every change that others may see (taken, begun, a
// step, ended), so that the change and its announcement stand or fall together.
using Announce = std::function<void(db::Transaction&, const Task&)>;

// The queue as those see it who want work done. Thread-safe; works in the
// caller's transaction and throws what libpqxx throws.
class TaskQueue {
 public:
  // `wake` runs after the commit of what the shard's owner should look at: it
  // notifies kWakeChannel. It must not block.
  TaskQueue(Announce announce, std::function<void()> wake);

  // Safe to repeat.
  void AddShard(db::Transaction& tx, const std::string& shard) const;

  Enqueued Enqueue(db::Transaction& tx, const NewTask& task) const;

  // Many in one statement; answers in their order.
  std::vector<Enqueued> EnqueueAll(db::Transaction& tx, const std::vector<NewTask>& tasks) const;
  Task Cancel(db::Transaction& tx, const Cancellation& cancellation) const;
  std::optional<Task> Get(db::Transaction& tx, const std::string& id) const;
  std::vector<Task> List(db::Transaction& tx, const TaskList& list) const;

 private:
  std::map<std::string, absl::Time> Insert(db::Transaction& tx,
                                           const std::vector<NewTask>& tasks) const;
  Enqueued Known(db::Transaction& tx, const NewTask& task) const;
  Task Close(db::Transaction& tx, const Cancellation& cancellation) const;

  const Announce announce_;
  const std::function<void()> wake_;
};

}  // namespace nexus::queue

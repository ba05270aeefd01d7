#pragma once

#include <functional>
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

// What became of an Enqueue.
struct Enqueued {
  enum class Kind {
    kTaken,    // It is new.
    kKnown,    // The same task is there already, as it is now.
    kClosed,   // It was cancelled, perhaps before it came.
    kDiffers,  // The id belongs to another task.
  };
  Kind kind = Kind::kTaken;
  Task task;
};

// Ends a task that was not begun, asks a begun one to end, and closes an
// unknown id, so that the task is refused should it come later.
struct Cancellation {
  std::string id;
  std::string tenant;
  std::string serial_key;

  // For a task that ends here: why, and what it brought.
  TaskError error;
  std::string result;
};

// Tasks of one tenant, newest first.
struct TaskList {
  std::string tenant;

  // Only of this serial key; empty: of all.
  std::string serial_key;

  // Only ids below this one; empty: from the newest.
  std::string before_id;

  int limit = 50;
};

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
  Task Cancel(db::Transaction& tx, const Cancellation& cancellation) const;
  std::optional<Task> Get(db::Transaction& tx, const std::string& id) const;
  std::vector<Task> List(db::Transaction& tx, const TaskList& list) const;

 private:
  Task Close(db::Transaction& tx, const Cancellation& cancellation) const;

  const Announce announce_;
  const std::function<void()> wake_;
};

}  // namespace nexus::queue

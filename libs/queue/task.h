#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace nexus::queue {

// Work to be taken. Its id is the caller's UUIDv7: enqueued twice, it is one task.
struct NewTask {
  std::string id;

  // Who works it; must have been added by TaskQueue::AddShard.
  std::string shard;

  std::string kind;

  // For whom: lists are per tenant, and tenants take turns.
  std::string tenant;

  // Tasks of one key run one at a time, in the order of their ids.
  std::string serial_key;

  // All that the worker needs to know. The queue does not look inside.
  std::string payload;

  // Who asked for it, as JSON (nexus::ToJson(CallContext)): kept for the record.
  std::string origin = "{}";

  // 0 (first) to 9.
  int priority = 5;

  // How often it may be begun. Nothing: for ever.
  std::optional<int> max_attempts = 3;

  // Not before; nothing: as soon as may be.
  std::optional<absl::Time> run_at;
};

// Whether the queue would take it: INVALID_ARGUMENT `PAYLOAD_TOO_LARGE` above 256
// KiB, `RUN_AT_INVALID` for a time that is past or more than a year away, and
// `PRIORITY_INVALID`.
absl::Status CheckNewTask(const NewTask& task, absl::Time now);

enum class State { kWaiting, kRunning, kEnded };

// kOpen: not decided. A task whose outcome is decided may still be waiting or
// running: it is putting things in order, which it does until it is done.
enum class Outcome { kOpen, kSucceeded, kFailed, kCancelled };

// Why a task did not succeed: a reason for programs, a sentence for people.
struct TaskError {
  std::string reason;
  std::string message;
};

struct Task {
  std::string id;
  std::string shard;
  std::string kind;
  std::string tenant;
  std::string serial_key;
  std::string payload;
  std::string origin = "{}";
  int priority = 5;
  std::optional<int> max_attempts;

  State state = State::kWaiting;
  Outcome outcome = Outcome::kOpen;
  bool cancel_requested = false;

  // How often it was begun; how often it was taken over from an owner that vanished.
  int attempt = 0;
  int rescues = 0;

  // JSON, the worker's own memory; bytes, what it brought.
  std::string progress = "{}";
  std::string result;
  TaskError error;

  // +1 per write.
  std::int64_t version = 1;

  absl::Time create_time;
  std::optional<absl::Time> start_time;

  // When the outcome was decided.
  std::optional<absl::Time> end_time;

  // The database's clock when this was read.
  absl::Time read_time;

  // It was cancelled before it came.
  bool closed() const { return kind.empty(); }
};

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

}  // namespace nexus::queue

#pragma once

#include <cstdint>
#include <optional>
#include <string>

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
};

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

  // It was cancelled before it came.
  bool closed() const { return kind.empty(); }
};

}  // namespace nexus::queue

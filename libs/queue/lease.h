#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "libs/db/pool.h"
#include "libs/queue/ownership.h"
#include "libs/queue/task.h"
#include "libs/queue/task_queue.h"

namespace nexus::queue {

// What a worker writes of its task, in one transaction.
struct TaskUpdate {
  // The worker's memory, as JSON.
  std::string progress = "{}";

  // Others may see something new; without it the change is the worker's own affair.
  bool announce = false;

  // Decides the task, once; a later decision changes nothing.
  Outcome decide = Outcome::kOpen;
  TaskError error;

  // Replaces what it brought so far.
  std::optional<std::string> result;

  // The task is over and the lease with it; its outcome must be decided.
  bool end = false;

  // The task waits this long and is claimed anew; the lease is over.
  std::optional<absl::Duration> run_again_after;
};

// A task that this process runs, until it is ended, put off, or lost. All its
// writes carry the fence of its claim: when another owner has taken the task
// over they change nothing. Used by one worker at a time; dropping it unended
// lets the task be claimed anew.
class Lease {
 public:
  Lease(db::Pool& pool, const Announce& announce, std::shared_ptr<Tenure> tenure, Task task,
        std::int64_t fence, std::function<void(const std::string& id, bool ended)> gone);
  ~Lease();

  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  // As of the last write.
  const Task& task() const { return task_; }

  // Ask before every call that changes the world.
  bool MaySend() const { return !stopping_ && tenure_->MaySend(); }

  // The process wants to leave, or the shard is lost: begin nothing new.
  bool stopping() const { return stopping_ || tenure_->lost(); }

  bool cancel_requested() const { return cancel_requested_; }

  // Runs in the transaction before the write, and may complete the update.
  using Prepare = absl::FunctionRef<absl::Status(db::Transaction&, TaskUpdate&)>;

  // ABORTED `LEASE_LOST`: another owner has the task, and nothing was changed.
  // UNAVAILABLE and UNKNOWN: as of db::Pool; the same write may be repeated.
  absl::Status Write(const TaskUpdate& update, Prepare prepare);
  absl::Status Write(const TaskUpdate& update);

  // The shard's side; from any thread.
  const std::string& id() const { return id_; }
  void RequestCancel() { cancel_requested_ = true; }
  void Stop() { stopping_ = true; }

 private:
  db::Pool& pool_;
  const Announce& announce_;
  const std::shared_ptr<Tenure> tenure_;
  const std::string id_;
  Task task_;
  const std::int64_t fence_;
  const std::function<void(const std::string&, bool)> gone_;
  std::atomic<bool> cancel_requested_;
  std::atomic<bool> stopping_ = false;
  bool over_ = false;
};

}  // namespace nexus::queue

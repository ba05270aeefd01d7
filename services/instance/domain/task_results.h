#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"

#include "libs/base/ids.h"
#include "services/instance/domain/instance_store.h"
#include "services/instance/domain/saga.h"

namespace nexus::instance {

// How a task ended, as the scheduler announced it.
struct TaskResult {
  // What the hypervisor said of the guest then, read live.
  enum class Power { kUnknown, kRunning, kStopped, kAbsent };

  InstanceName instance;
  std::string task_id;
  bool succeeded = false;

  // Only when it did not succeed.
  Failure failure;

  Power power = Power::kUnknown;

  // A failed create whose remains may still be there.
  bool cleanup_pending = false;
};

// Moves instances by the results of their tasks. Only the newest task of an
// instance counts; what comes late, or twice, changes nothing. Thread-safe.
class TaskResults {
 public:
  TaskResults(InstanceStore& store, IdSource& ids, SagaSettings settings)
      : store_(store), ids_(ids), settings_(settings) {}

  // Joins the transaction that moves the consumer's position.
  absl::Status Apply(const TaskResult& result);

 private:
  void Settle(const TaskResult& result, InstanceTransaction& tx, Instance& instance) const;
  void SettleCreate(const TaskResult& result, InstanceTransaction& tx, Instance& instance) const;
  void SettleDelete(const TaskResult& result, InstanceTransaction& tx, Instance& instance) const;

  InstanceStore& store_;
  IdSource& ids_;
  const SagaSettings settings_;
};

}  // namespace nexus::instance

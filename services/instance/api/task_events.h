#pragma once

#include "absl/status/status.h"

#include "nexus/events/v1/event_service.pb.h"
#include "services/instance/domain/task_results.h"

namespace nexus::instance {

// Reads the scheduler's events: how tasks on instances ended.
class TaskEvents {
 public:
  explicit TaskEvents(TaskResults& results) : results_(results) {}

  // Whether the event tells how a task ended.
  static bool Concern(const events::v1::Event& event);

  // In the transaction that moves the consumer's position. Other events, and
  // tasks that are not at their end, are passed by.
  absl::Status Apply(const events::v1::Event& event);

 private:
  TaskResults& results_;
};

}  // namespace nexus::instance

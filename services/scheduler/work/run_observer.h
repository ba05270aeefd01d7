#pragma once

#include <string>

#include "absl/time/time.h"

#include "libs/queue/task.h"

namespace nexus::scheduler {

// Watches the runs of tasks in this process. Thread-safe; must not block.
class RunObserver {
 public:
  virtual ~RunObserver() = default;

  // A task was taken, or taken over.
  virtual void Began(const queue::Task& task) = 0;

  // A task of that kind is over, put off, or let go.
  virtual void Left(const std::string& kind, absl::Duration ran) = 0;

  // A write came after another owner had taken the task over; it changed nothing.
  virtual void WriteRefused() = 0;
};

}  // namespace nexus::scheduler

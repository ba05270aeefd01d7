#pragma once

#include "absl/status/statusor.h"

#include "services/instance/domain/saga.h"

namespace nexus::instance {

// Starts, stops and deletes instances: moves the state and hands the task over. Thread-safe.
class InstanceVerbs {
 public:
  InstanceVerbs(InstanceStore& store, Saga& saga, IdSource& ids)
      : store_(store), saga_(saga), ids_(ids) {}

  // Answers the new task, also when the scheduler does not answer: it is told
  // later. A repeat answers what the first time did. NOT_FOUND `INSTANCE_NOT_FOUND`,
  // FAILED_PRECONDITION `ACTION_NOT_ALLOWED`.
  absl::StatusOr<type::v1::Task> Run(Verb verb, const InstanceName& name);

 private:
  absl::Status Begin(Verb verb, Instance& instance);

  InstanceStore& store_;
  Saga& saga_;
  IdSource& ids_;
};

}  // namespace nexus::instance

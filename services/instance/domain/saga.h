#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "libs/base/ids.h"
#include "services/instance/domain/billing.h"
#include "services/instance/domain/instance_store.h"
#include "services/instance/domain/scheduler.h"

namespace nexus::instance {

struct SagaSettings {
  // How long a create may wait for billing's word before it is given up.
  absl::Duration give_up_after = absl::Minutes(10);

  // How long an address that a guest had is given to nobody.
  absl::Duration address_quarantine = absl::Minutes(10);

  // How long the sweeper leaves a call to the one who is at work on it.
  absl::Duration patience = absl::Seconds(5);
};

// Brings an instance on from wherever its row says that it is: every call to
// billing and the scheduler is noted in the row before it is made, repeated until it is
// acknowledged, and harmless when it is made twice. So a process may die at any
// line, and two may work on the same row. Thread-safe.
class Saga {
 public:
  Saga(InstanceStore& store, Billing& billing, Scheduler& scheduler, IdSource& ids,
       SagaSettings settings)
      : store_(store), billing_(billing), scheduler_(scheduler), ids_(ids), settings_(settings) {}

  // Reserves money for an instance in RESERVING and moves it to PROVISIONING; answers
  // it as it then is. A refusal is passed on: the instance is then FAILED and
  // hidden. UNAVAILABLE `OUTCOME_UNKNOWN`: it stays RESERVING, for the sweeper.
  absl::StatusOr<Instance> Reserve(const Instance& instance);

  // Makes every call that `instance` still has to make. An error says that some are left.
  absl::Status Drive(const Instance& instance);

  const SagaSettings& settings() const { return settings_; }

 private:
  absl::StatusOr<Instance> Provision(const InstanceName& name);
  absl::Status GiveUp(const InstanceName& name, const Failure& failure, bool hidden);
  absl::Status Release(const Instance& instance);
  absl::Status Cancel(const Instance& instance);
  absl::Status Enqueue(const Instance& instance);
  absl::Status RefuseOperation(const Instance& instance, const Failure& failure);
  absl::Status FreeUnusedAddress(const InstanceName& name);

  InstanceStore& store_;
  Billing& billing_;
  Scheduler& scheduler_;
  IdSource& ids_;
  const SagaSettings settings_;
};

}  // namespace nexus::instance

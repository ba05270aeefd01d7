#include "services/instance/domain/saga.h"

#include "libs/base/fault.h"
#include "libs/base/status.h"
#include "services/instance/domain/errors.h"
#include "services/instance/domain/public_view.h"
#include "services/instance/domain/state_machine.h"

namespace nexus::instance {
namespace {

// What a create answers when its row was moved on, by itself or by another.
absl::StatusOr<Instance> AsCreated(Instance instance) {
  if (instance.state == States::FAILED) return CreateFailed(instance.name, *instance.failure);
  if (instance.state == States::DELETING || instance.state == States::DELETED) {
    return DeletedBeforeReady(instance.name);
  }
  return instance;
}

}  // namespace

absl::StatusOr<Instance> Saga::Reserve(const Instance& instance) {
  const absl::Status reserved = billing_.ReserveFunds(instance);
  if (reserved.ok()) {
    NEXUS_FAULT("instance.after_reserve_funds");
    return Provision(instance.name);
  }
  if (!IsOutcomeUnknown(reserved)) {
    NEXUS_RETURN_IF_ERROR(GiveUp(instance.name, FailureFrom(reserved), /*hidden=*/true));
    return reserved;
  }
  if (instance.overdue) {
    NEXUS_RETURN_IF_ERROR(GiveUp(instance.name, TimedOut(), /*hidden=*/false));
    return CreateFailed(instance.name, TimedOut());
  }
  return OutcomeUnknown(instance.name);
}

absl::StatusOr<Instance> Saga::Provision(const InstanceName& name) {
  Instance now;
  const absl::Status moved = store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(const Instance was, tx.Lock(name));
    now = was;
    if (was.state != States::RESERVING) return absl::OkStatus();  // Somebody else moved it.
    Move(now, States::PROVISIONING);
    now.operation = Operation{ids_.NewId(), Verb::kCreate};
    now.create_operation = now.operation->id;
    now.enqueue_pending = true;
    NEXUS_RETURN_IF_ERROR(tx.Save(was, now, settings_.patience));
    tx.CompleteRequest(CreateAnswer(now).SerializeAsString());
    tx.RecordCall();
    return absl::OkStatus();
  });
  if (IsOutcomeUnknown(moved)) return OutcomeUnknown(name);
  NEXUS_RETURN_IF_ERROR(moved);
  NEXUS_FAULT("instance.after_provisioning");
  return AsCreated(std::move(now));
}

absl::Status Saga::GiveUp(const InstanceName& name, const Failure& failure, bool hidden) {
  return store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(const Instance was, tx.Lock(name));
    if (was.state != States::RESERVING) return absl::OkStatus();
    Instance now = was;
    Move(now, States::FAILED);
    now.failure = failure;
    now.hidden = hidden;
    // An earlier ReserveFunds may still be under way: this closes its id.
    now.release_pending = true;
    tx.ReleaseAddress(now, absl::ZeroDuration());  // No guest ever had it.
    NEXUS_RETURN_IF_ERROR(tx.Save(was, now, absl::ZeroDuration()));
    tx.ForgetRequest();
    return absl::OkStatus();
  });
}

absl::Status Saga::Drive(const Instance& found) {
  Instance instance = found;
  if (instance.state == States::RESERVING) {
    NEXUS_ASSIGN_OR_RETURN(instance, Reserve(found));
  }
  absl::Status all;
  if (instance.release_pending) all.Update(Release(instance));
  if (instance.cancel_pending) {
    // Nothing is enqueued before: a create that is still under way would come after the delete.
    const absl::Status cancelled = Cancel(instance);
    all.Update(cancelled);
    if (!cancelled.ok()) return all;
  }
  if (instance.enqueue_pending) all.Update(Enqueue(instance));
  return all;
}

absl::Status Saga::Release(const Instance& instance) {
  NEXUS_RETURN_IF_ERROR(billing_.ReleaseFunds(instance.name));
  return store_.Acknowledge(instance, PendingCall::kRelease);
}

absl::Status Saga::Cancel(const Instance& instance) {
  NEXUS_ASSIGN_OR_RETURN(const Scheduler::Cancelled cancelled, scheduler_.CancelCreate(instance));
  if (cancelled.never_begun && instance.state == States::FAILED) {
    NEXUS_RETURN_IF_ERROR(FreeUnusedAddress(instance.name));
  }
  return store_.Acknowledge(instance, PendingCall::kCancel);
}

absl::Status Saga::FreeUnusedAddress(const InstanceName& name) {
  return store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(const Instance was, tx.Lock(name));
    if (was.state != States::FAILED || !was.network) return absl::OkStatus();
    Instance now = was;
    tx.ReleaseAddress(now, settings_.address_quarantine);
    return tx.Save(was, now, settings_.patience);
  });
}

absl::Status Saga::Enqueue(const Instance& instance) {
  const absl::Status taken = scheduler_.EnqueueTask(instance);
  if (taken.ok()) {
    NEXUS_FAULT("instance.after_enqueue");
    return store_.Acknowledge(instance, PendingCall::kEnqueue);
  }
  // A delete is never given up.
  if (IsOutcomeUnknown(taken) || instance.operation->verb == Verb::kDelete) return taken;
  NEXUS_RETURN_IF_ERROR(RefuseOperation(instance, FailureFrom(taken)));
  return taken;
}

absl::Status Saga::RefuseOperation(const Instance& instance, const Failure& failure) {
  return store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(const Instance was, tx.Lock(instance.name));
    if (was.operation != instance.operation || !was.enqueue_pending) return absl::OkStatus();
    Instance now = was;
    now.enqueue_pending = false;
    now.failure = failure;
    if (was.operation->verb == Verb::kCreate) {
      Move(now, States::FAILED);
      now.release_pending = true;
      now.cancel_pending = true;  // An earlier EnqueueTask may still be under way.
    } else {
      Move(now, SettledBefore(was.state));
    }
    return tx.Save(was, now, absl::ZeroDuration());
  });
}

}  // namespace nexus::instance

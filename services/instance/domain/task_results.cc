#include "services/instance/domain/task_results.h"

#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "services/instance/domain/state_machine.h"

namespace nexus::instance {
namespace {

using Power = TaskResult::Power;

// Whether nothing is left that could use the address.
bool IsGone(const TaskResult& result) {
  return result.power == Power::kAbsent && !result.cleanup_pending;
}

// Where a start or a stop ended: what the hypervisor said of the guest decides. Unknown is
// no observation, and absence is none either: an empty list may be a lost privilege.
State SettledAfter(const TaskResult& result, const Instance& instance) {
  if (result.power == Power::kRunning) return States::RUNNING;
  if (result.power == Power::kStopped) return States::STOPPED;
  if (!result.succeeded) return SettledBefore(instance.state);
  return instance.operation->verb == Verb::kStart ? States::RUNNING : States::STOPPED;
}

void SettlePower(const TaskResult& result, Instance& instance) {
  Move(instance, SettledAfter(result, instance));
  instance.enqueue_pending = false;
  instance.failure.reset();
  if (!result.succeeded) instance.failure = result.failure;
}

// Whether `result` can change anything: a result that was applied before, or came
// after the state moved on, cannot.
bool Concerns(const TaskResult& result, const Instance& instance) {
  if (!instance.operation || instance.operation->id != result.task_id) return false;
  switch (instance.operation->verb) {
    case Verb::kCreate:
      return instance.state == States::PROVISIONING ||
             (instance.state == States::FAILED && instance.network && IsGone(result));
    case Verb::kStart:
    case Verb::kStop:
    case Verb::kDelete:
      return instance.state == StateDuring(instance.operation->verb);
  }
  return false;
}

}  // namespace

absl::Status TaskResults::Apply(const TaskResult& result) {
  return store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
    const auto was = tx.Lock(result.instance);
    if (absl::IsNotFound(was.status())) {
      spdlog::warn("a task ended for an instance that is not ours task={} instance={}",
                   result.task_id, result.instance.Full());
      return absl::OkStatus();
    }
    NEXUS_RETURN_IF_ERROR(was.status());
    if (!Concerns(result, *was)) return absl::OkStatus();
    Instance now = *was;
    Settle(result, tx, now);
    // Money is given back at once; a delete that failed is not begun again at once.
    return tx.Save(*was, now, now.enqueue_pending ? settings_.patience : absl::ZeroDuration());
  });
}

void TaskResults::Settle(const TaskResult& result, InstanceTransaction& tx,
                         Instance& instance) const {
  switch (instance.operation->verb) {
    case Verb::kCreate:
      return SettleCreate(result, tx, instance);
    case Verb::kStart:
    case Verb::kStop:
      return SettlePower(result, instance);
    case Verb::kDelete:
      return SettleDelete(result, tx, instance);
  }
}

void TaskResults::SettleCreate(const TaskResult& result, InstanceTransaction& tx,
                               Instance& instance) const {
  if (instance.state == States::PROVISIONING) {
    instance.enqueue_pending = false;
    Move(instance, result.succeeded ? States::RUNNING : States::FAILED);
    instance.ran = result.succeeded;
    instance.release_pending = !result.succeeded;
    if (!result.succeeded) instance.failure = result.failure;
  }
  if (instance.state == States::FAILED && instance.network && IsGone(result)) {
    tx.ReleaseAddress(instance, settings_.address_quarantine);
  }
}

void TaskResults::SettleDelete(const TaskResult& result, InstanceTransaction& tx,
                               Instance& instance) const {
  if (!result.succeeded) {
    // A delete ends only as DELETED: it begins again under a new id.
    instance.operation = Operation{ids_.NewId(), Verb::kDelete};
    instance.enqueue_pending = true;
    instance.failure = result.failure;
    return;
  }
  Move(instance, States::DELETED);
  instance.enqueue_pending = false;
  instance.failure.reset();
  if (instance.network) tx.ReleaseAddress(instance, settings_.address_quarantine);
}

}  // namespace nexus::instance

#include "services/instance/domain/instance_verbs.h"

#include <spdlog/spdlog.h>

#include "libs/base/fault.h"
#include "libs/base/status.h"
#include "services/instance/domain/public_view.h"
#include "services/instance/domain/state_machine.h"

namespace nexus::instance {

absl::Status InstanceVerbs::Begin(Verb verb, Instance& instance) {
  NEXUS_RETURN_IF_ERROR(CheckAllowed(verb, instance.state));
  if (instance.state == States::PROVISIONING) {
    // Compensation wins over a create that is still under way: both ids are closed.
    instance.cancel_pending = true;
    instance.release_pending = true;
  }
  Move(instance, StateDuring(verb));
  instance.operation = Operation{ids_.NewId(), verb};
  instance.enqueue_pending = true;
  instance.failure.reset();
  instance.caller = CurrentCall();
  return absl::OkStatus();
}

absl::StatusOr<type::v1::Task> InstanceVerbs::Run(Verb verb, const InstanceName& name) {
  Instance now;
  std::optional<std::string> earlier;
  const absl::Status begun = store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(earlier, tx.BeginRequest());
    if (earlier) return absl::OkStatus();
    NEXUS_ASSIGN_OR_RETURN(const Instance was, tx.Lock(name));
    now = was;
    NEXUS_RETURN_IF_ERROR(Begin(verb, now));
    NEXUS_RETURN_IF_ERROR(tx.Save(was, now, saga_.settings().patience));
    tx.CompleteRequest(TaskOf(now).SerializeAsString());
    tx.RecordCall();
    return absl::OkStatus();
  });
  NEXUS_RETURN_IF_ERROR(begun);
  if (earlier) {
    type::v1::Task task;
    if (!task.ParseFromString(*earlier)) return Internal("a stored answer cannot be read");
    return task;
  }
  NEXUS_FAULT("instance.after_verb");
  if (const absl::Status driven = saga_.Drive(now); !driven.ok()) {
    spdlog::warn("a {} goes on later instance={} reason={} why={}", KindOf(verb), name.Full(),
                 ReasonOf(driven), MessageOf(driven));
  }
  NEXUS_FAULT("instance.before_answer");
  return TaskOf(now);
}

}  // namespace nexus::instance

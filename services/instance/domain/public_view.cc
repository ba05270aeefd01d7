#include "services/instance/domain/public_view.h"

#include "services/instance/domain/state_machine.h"

namespace nexus::instance {
namespace {

void SetTime(absl::Time time, google::protobuf::Timestamp& timestamp) {
  const std::int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

void SetMoney(const Money& money, type::v1::Money& proto) {
  proto.set_currency_code(money.currency);
  proto.set_micros(money.micros);
}

std::string TaskName(const Instance& instance, const Operation& operation) {
  return instance.name.project + "/tasks/" + operation.id;
}

// As it is before the scheduler has heard of it.
type::v1::Task PendingTask(const Instance& instance, const Operation& operation) {
  type::v1::Task task;
  task.set_name(TaskName(instance, operation));
  task.set_kind(KindOf(operation.verb));
  task.set_state(type::v1::Task::PENDING);
  task.set_target(instance.name.Full());
  SetTime(instance.update_time, *task.mutable_create_time());
  return task;
}

void AddActions(State state, v1::Instance& proto) {
  for (const AllowedAction& action : AllowedActions(state)) {
    v1::Instance::AllowedAction& added = *proto.add_allowed_actions();
    added.set_action(KindOf(action.verb));
    added.set_allowed(action.allowed);
    added.set_reason(action.reason);
  }
}

}  // namespace

v1::Instance ToProto(const Instance& instance) {
  v1::Instance proto;
  // Only a dry run has no id.
  if (!instance.name.id.empty()) proto.set_name(instance.name.Full());
  proto.set_display_name(instance.display_name);
  proto.set_plan(instance.plan);
  proto.set_image(instance.image);
  for (const std::string& key : instance.ssh_keys) proto.add_ssh_keys(key);
  proto.set_vcpus(instance.size.vcpus);
  proto.set_memory_mib(instance.size.memory_mib);
  proto.set_disk_gib(instance.size.disk_gib);
  SetMoney(instance.quote.setup_fee, *proto.mutable_setup_fee());
  SetMoney(instance.quote.hour, *proto.mutable_hour_price());
  if (instance.network) proto.set_ipv4_address(instance.network->address);
  if (instance.operation) proto.set_task(TaskName(instance, *instance.operation));
  if (instance.failure) {
    proto.mutable_error()->set_reason(instance.failure->reason);
    proto.mutable_error()->set_message(instance.failure->message);
  }
  if (instance.version == 0) return proto;
  proto.set_state(instance.state);
  AddActions(instance.state, proto);
  SetTime(instance.create_time, *proto.mutable_create_time());
  SetTime(instance.update_time, *proto.mutable_update_time());
  proto.set_version(instance.version);
  return proto;
}

type::v1::Task TaskOf(const Instance& instance) {
  return PendingTask(instance, *instance.operation);
}

v1::CreateInstanceResponse CreateAnswer(const Instance& instance) {
  v1::CreateInstanceResponse answer;
  *answer.mutable_instance() = ToProto(instance);
  *answer.mutable_task() = PendingTask(instance, {instance.create_operation, Verb::kCreate});
  return answer;
}

v1::InstanceChanged Announcement(const Instance& instance, State previous) {
  v1::InstanceChanged changed;
  *changed.mutable_instance() = ToProto(instance);
  changed.set_previous_state(previous);
  return changed;
}

}  // namespace nexus::instance

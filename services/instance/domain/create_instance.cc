#include "services/instance/domain/create_instance.h"

#include <spdlog/spdlog.h>

#include "libs/base/fault.h"
#include "libs/base/status.h"
#include "services/instance/domain/errors.h"
#include "services/instance/domain/public_view.h"
#include "services/instance/domain/validation.h"

namespace nexus::instance {
namespace {

absl::StatusOr<v1::CreateInstanceResponse> ParseAnswer(const std::string& bytes) {
  v1::CreateInstanceResponse answer;
  if (!answer.ParseFromString(bytes)) return Internal("a stored answer cannot be read");
  return answer;
}

}  // namespace

absl::StatusOr<v1::CreateInstanceResponse> InstanceCreation::Create(const CreateInstance& order) {
  // Before anything is asked: prices and room may have changed since.
  NEXUS_ASSIGN_OR_RETURN(const auto answered, store_.FindAnswer());
  if (answered) return ParseAnswer(*answered);
  NEXUS_ASSIGN_OR_RETURN(Instance instance, Check(order));
  instance.name.id = ids_.NewId();
  MutableCurrentCall().resource = instance.name.Full();
  instance.caller = CurrentCall();
  NEXUS_ASSIGN_OR_RETURN(const auto earlier, Add(instance));
  if (earlier) return *earlier;
  NEXUS_FAULT("instance.after_reserving");

  NEXUS_ASSIGN_OR_RETURN(instance, saga_.Reserve(instance));
  if (const absl::Status driven = saga_.Drive(instance); !driven.ok()) {
    spdlog::warn("a create goes on later instance={} reason={} why={}", instance.name.Full(),
                 ReasonOf(driven), MessageOf(driven));
  }
  NEXUS_FAULT("instance.before_answer");
  return CreateAnswer(instance);
}

absl::StatusOr<v1::CreateInstanceResponse> InstanceCreation::Validate(const CreateInstance& order) {
  NEXUS_ASSIGN_OR_RETURN(const Instance instance, Check(order));
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([](InstanceTransaction& tx) {
    tx.RecordCall();
    return absl::OkStatus();
  }));
  v1::CreateInstanceResponse answer;
  *answer.mutable_instance() = ToProto(instance);
  return answer;
}

absl::StatusOr<Instance> InstanceCreation::Check(const CreateInstance& order) {
  NEXUS_RETURN_IF_ERROR(CheckDisplayName(order.display_name));
  NEXUS_RETURN_IF_ERROR(CheckSshKeys(order.ssh_keys));
  NEXUS_ASSIGN_OR_RETURN(const Plan plan, catalog_.GetPlan(order.plan));
  NEXUS_ASSIGN_OR_RETURN(const Image image, catalog_.GetImage(order.image));

  Instance instance;
  instance.name.project = order.project;
  instance.display_name = order.display_name;
  instance.plan = plan.name;
  instance.image = image.name;
  instance.size = plan.size;
  instance.ssh_keys = order.ssh_keys;
  instance.login_user = image.default_user;
  NEXUS_ASSIGN_OR_RETURN(instance.quote, billing_.QuotePrice(order.project, plan.name));
  NEXUS_ASSIGN_OR_RETURN(instance.cluster, scheduler_.ChooseCluster(image.name, plan.size));
  return instance;
}

absl::StatusOr<std::optional<v1::CreateInstanceResponse>> InstanceCreation::Add(
    Instance& instance) {
  const Instance order = instance;
  std::optional<std::string> earlier;
  const absl::Status added = store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(earlier, tx.BeginRequest());
    if (earlier) return absl::OkStatus();
    instance = order;
    const SagaSettings& settings = saga_.settings();
    return tx.Add(instance, settings.give_up_after, settings.patience);
  });
  if (added.code() == absl::StatusCode::kUnknown) return OutcomeUnknown(order.name);
  NEXUS_RETURN_IF_ERROR(added);
  if (!earlier) return std::nullopt;
  return ParseAnswer(*earlier);
}

}  // namespace nexus::instance

#include "services/scheduler/domain/scheduling.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "libs/base/call_context.h"
#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/placement.h"

namespace nexus::scheduler {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"create", "start", "stop", "delete"};

// `projects/p/instances/i` -> `projects/p`; empty for anything else.
std::string ProjectOfInstance(const std::string& instance) {
  const std::size_t end = instance.find("/instances/");
  if (!instance.starts_with("projects/") || end == std::string::npos) return {};
  const std::string id = instance.substr(end + sizeof("/instances/") - 1);
  // The id is part of the mark, whose parts are separated by colons.
  const bool whole = !id.empty() && id.find_first_of("/:\n ") == std::string::npos;
  return whole && end > sizeof("projects/") - 1 ? instance.substr(0, end) : std::string();
}

absl::Status CheckSpec(const v1::GuestSpec& spec) {
  if (spec.hostname().empty()) return FieldInvalid("guest.hostname", "a guest has a host name");
  if (spec.image().empty()) return FieldInvalid("guest.image", "a guest is made from an image");
  if (spec.vcpus() < 1) return FieldInvalid("guest.vcpus", "a guest has at least one processor");
  if (spec.memory_mib() < 16) return FieldInvalid("guest.memory_mib", "16 MiB is the least");
  if (spec.disk_gib() < 1) return FieldInvalid("guest.disk_gib", "1 GiB is the least");
  if (spec.ipv4_address().empty()) return FieldInvalid("guest.ipv4_address", "it is missing");
  if (spec.bridge().empty()) return FieldInvalid("guest.bridge", "it is missing");
  return absl::OkStatus();
}

absl::Status Check(const v1::EnqueueTaskRequest& request) {
  if (!IsUuid(request.id())) return FieldInvalid("id", "a task's id is a UUID in lower case");
  if (std::ranges::find(kKinds, request.kind()) == kKinds.end()) {
    return FieldInvalid("kind", "a task is to create, start, stop or delete");
  }
  if (ProjectOfInstance(request.instance()).empty()) {
    return FieldInvalid("instance", "an instance is named projects/*/instances/*");
  }
  if (request.kind() == "create") return CheckSpec(request.guest());
  return absl::OkStatus();
}

}  // namespace

Scheduling::Scheduling(SchedulerStore& store, const ClusterViews& views)
    : store_(store), views_(views) {}

absl::StatusOr<std::string> Scheduling::ChooseCluster(const v1::ChooseClusterRequest& request) {
  const auto views = views_.Read();
  for (const auto& [id, inventory] : views) {
    NEXUS_ASSIGN_OR_RETURN(const auto given, store_.MemoryGiven(id));
    if (ChoosePlace(inventory, request.image(), request.memory_mib(), given)) return id;
  }
  // Only who has seen them all knows that none fits.
  NEXUS_ASSIGN_OR_RETURN(const auto clusters, store_.ClusterIds());
  for (const std::string& id : clusters) {
    if (!views.contains(id)) return ClusterUnread(id);
  }
  return NoClusterFits(request.image());
}

absl::StatusOr<queue::Task> Scheduling::Enqueue(const v1::EnqueueTaskRequest& request) {
  NEXUS_RETURN_IF_ERROR(Check(request));
  queue::NewTask task;
  task.shard = ClusterId(request.cluster());
  if (task.shard.empty()) return ClusterNotFound(request.cluster());
  NEXUS_ASSIGN_OR_RETURN(const bool known, store_.HasCluster(task.shard));
  if (!known) return ClusterNotFound(request.cluster());
  task.id = request.id();
  task.kind = request.kind();
  task.tenant = ProjectOfInstance(request.instance());
  task.serial_key = request.instance();
  if (request.kind() == "create") task.payload = request.guest().SerializeAsString();
  task.origin = ToJson(CurrentCall());
  // What must not stay is removed however long it takes.
  if (request.kind() == "delete") task.max_attempts = std::nullopt;

  NEXUS_ASSIGN_OR_RETURN(queue::Enqueued enqueued, store_.Enqueue(task));
  if (enqueued.kind == queue::Enqueued::Kind::kClosed) return TaskClosed(request.id());
  if (enqueued.kind == queue::Enqueued::Kind::kDiffers) return TaskDiffers(request.id());
  return std::move(enqueued.task);
}

absl::StatusOr<queue::Task> Scheduling::Cancel(const v1::CancelTaskRequest& request) {
  if (!IsUuid(request.id())) return FieldInvalid("id", "a task's id is a UUID in lower case");
  const std::string project = ProjectOfInstance(request.instance());
  if (project.empty()) {
    return FieldInvalid("instance", "an instance is named projects/*/instances/*");
  }
  NEXUS_ASSIGN_OR_RETURN(const auto task, store_.FindTask(request.id()));
  return Cancel(request.id(), project, request.instance(), task);
}

absl::StatusOr<queue::Task> Scheduling::Cancel(const std::string& id, const std::string& project,
                                               const std::string& instance,
                                               const std::optional<queue::Task>& task) {
  v1::Guest guest;
  // A create that never began has made nothing; of other guests nothing was read.
  if (task && task->kind == "create") guest.set_power(v1::Guest::ABSENT);
  const absl::Status why = TaskCancelled();
  return store_.Cancel({.id = id,
                        .tenant = project,
                        .serial_key = instance,
                        .error = {ReasonOf(why), MessageOf(why)},
                        .result = guest.SerializeAsString()});
}

// A delete is only ever finished: whoever gave it up would pay for a machine that
// he no longer sees.
absl::StatusOr<queue::Task> Scheduling::CancelOf(const std::string& project,
                                                 const std::string& id) {
  NEXUS_ASSIGN_OR_RETURN(const queue::Task task, Get(project, id));
  if (task.outcome != queue::Outcome::kOpen) {
    return TaskNotCancellable(id, "its outcome is decided");
  }
  if (task.kind == "delete") return TaskNotCancellable(id, "what is being deleted stays deleted");
  return Cancel(id, project, task.serial_key, task);
}

absl::StatusOr<queue::Task> Scheduling::Get(const std::string& project, const std::string& id) {
  if (!IsUuid(id)) return TaskNotFound(id);
  NEXUS_ASSIGN_OR_RETURN(auto task, store_.FindTask(id));
  if (!task || task->closed() || task->tenant != project) return TaskNotFound(id);
  return *std::move(task);
}

absl::StatusOr<std::vector<queue::Task>> Scheduling::List(const queue::TaskList& list) {
  return store_.ListTasks(list);
}

}  // namespace nexus::scheduler

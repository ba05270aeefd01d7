#include "services/scheduler/domain/errors.h"

#include <string>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "nexus/scheduler/v1/error_reason.pb.h"

namespace nexus::scheduler {

absl::Status NoClusterFits(std::string_view image) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::NO_CLUSTER_FITS,
               fmt::format("no cluster has a template of {} and room for it", image),
               {{"image", std::string(image)}});
}

absl::Status ClusterUnread(std::string_view cluster) {
  return WithRetryAfter(
      Unavailable(fmt::format("whether cluster {} has room cannot be read at this moment", cluster)),
      absl::Seconds(1));
}

absl::Status TaskClosed(std::string_view task) {
  return Error(absl::StatusCode::kAborted, v1::CLOSED, fmt::format("task {} was cancelled", task),
               {{"task", std::string(task)}});
}

absl::Status TaskDiffers(std::string_view task) {
  return Error(absl::StatusCode::kInvalidArgument, v1::TASK_DIFFERS,
               fmt::format("the id {} belongs to another task", task),
               {{"task", std::string(task)}});
}

absl::Status TaskNotFound(std::string_view task) {
  return Error(absl::StatusCode::kNotFound, v1::TASK_NOT_FOUND, fmt::format("no task {}", task),
               {{"task", std::string(task)}});
}

absl::Status ClusterNotFound(std::string_view cluster) {
  return Error(absl::StatusCode::kNotFound, v1::CLUSTER_NOT_FOUND,
               fmt::format("no cluster {}", cluster), {{"cluster", std::string(cluster)}});
}

absl::Status ClusterExists(std::string_view cluster) {
  return Error(absl::StatusCode::kAlreadyExists, v1::CLUSTER_EXISTS,
               fmt::format("there is a cluster {} already", cluster),
               {{"cluster", std::string(cluster)}});
}

absl::Status SlugInvalid(std::string_view slug) {
  return Error(absl::StatusCode::kInvalidArgument, v1::SLUG_INVALID,
               fmt::format("`{}` is not lower-case letters, digits and dashes", slug));
}

absl::Status EndpointInvalid(std::string_view endpoint) {
  return Error(absl::StatusCode::kInvalidArgument, v1::ENDPOINT_INVALID,
               fmt::format("`{}` is not an https address with a port", endpoint));
}

absl::Status VmidRangeInvalid(int first, int last) {
  return Error(absl::StatusCode::kInvalidArgument, v1::VMID_RANGE_INVALID,
               fmt::format("{} to {} is not a range within 100 to 999999999", first, last));
}

absl::Status ClusterUnreachable(std::string_view endpoint, std::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::CLUSTER_UNREACHABLE,
               fmt::format("the cluster's API cannot be used: {}", why),
               {{"endpoint", std::string(endpoint)}});
}

absl::Status NotOurs(int vmid) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::NOT_OURS,
               fmt::format("guest {} does not carry our mark and was not touched", vmid));
}

absl::Status TaskCancelled() {
  return Error(absl::StatusCode::kCancelled, v1::TASK_CANCELLED, "the task was cancelled");
}

absl::Status TaskNotCancellable(std::string_view task, std::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::TASK_NOT_CANCELLABLE,
               fmt::format("task {} cannot be cancelled: {}", task, why),
               {{"task", std::string(task)}});
}

absl::Status PauseExists() {
  return Error(absl::StatusCode::kAlreadyExists, v1::PAUSE_EXISTS,
               "these tasks are paused already");
}

absl::Status PauseNotFound(std::string_view pause) {
  return Error(absl::StatusCode::kNotFound, v1::PAUSE_NOT_FOUND, fmt::format("no pause {}", pause),
               {{"pause", std::string(pause)}});
}

absl::Status TaskTimedOut(std::string_view step) {
  return Error(absl::StatusCode::kDeadlineExceeded, v1::TASK_TIMED_OUT,
               fmt::format("`{}` did not end in time", step));
}

absl::Status GuestAbsent() {
  return Error(absl::StatusCode::kFailedPrecondition, v1::GUEST_ABSENT,
               "the instance has no guest");
}

absl::Status VmidsExhausted(std::string_view cluster) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::HYPERVISOR_FAILED,
               fmt::format("cluster {} has no guest id left to give", cluster));
}

absl::Status TaskHandedOn() {
  return MakeError(absl::StatusCode::kAborted, "TASK_HANDED_ON", "scheduler.nexus",
                   "another owner goes on with the task");
}

}  // namespace nexus::scheduler

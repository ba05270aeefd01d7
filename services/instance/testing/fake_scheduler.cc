#include "services/instance/testing/fake_scheduler.h"

#include <algorithm>

#include "libs/base/status.h"
#include "nexus/scheduler/v1/error_reason.pb.h"

namespace nexus::instance {

absl::StatusOr<std::string> FakeScheduler::ChooseCluster(const std::string& image,
                                                         const Size& /*size*/) {
  if (down) return Unavailable("the scheduler does not answer");
  if (!cluster.empty()) return cluster;
  return Error(absl::StatusCode::kFailedPrecondition, scheduler::v1::NO_CLUSTER_FITS,
               "no cluster fits", {{"image", image}});
}

absl::Status FakeScheduler::EnqueueTask(const Instance& instance) {
  if (down || lose_calls) return Unavailable("the scheduler does not answer");
  const Operation& operation = *instance.operation;
  if (IsClosed(operation.id)) {
    return Error(absl::StatusCode::kAborted, scheduler::v1::CLOSED, "closed");
  }
  if (Find(operation.id) == nullptr) {
    if (refuse) {
      return Error(absl::StatusCode::kNotFound, scheduler::v1::CLUSTER_NOT_FOUND, "no cluster");
    }
    tasks_.push_back({operation.id, operation.verb, instance.name, instance.network});
  }
  if (lose_answers) return absl::DeadlineExceededError("no answer in time");
  return absl::OkStatus();
}

absl::StatusOr<Scheduler::Cancelled> FakeScheduler::CancelCreate(const Instance& instance) {
  if (down || lose_calls) return Unavailable("the scheduler does not answer");
  closed_.push_back(instance.create_operation);
  Task* task = Find(instance.create_operation);
  if (task == nullptr) return Cancelled{.never_begun = true};
  task->cancelled = true;
  return Cancelled{.never_begun = false};
}

bool FakeScheduler::IsClosed(const std::string& id) const {
  return std::find(closed_.begin(), closed_.end(), id) != closed_.end();
}

FakeScheduler::Task* FakeScheduler::Find(const std::string& id) {
  const auto found =
      std::find_if(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.id == id; });
  return found == tasks_.end() ? nullptr : &*found;
}

}  // namespace nexus::instance

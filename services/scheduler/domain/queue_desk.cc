#include "services/scheduler/domain/queue_desk.h"

#include <utility>

#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "services/scheduler/domain/cluster.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/domain/progress.h"
#include "services/scheduler/domain/queue_stats_view.h"
#include "services/scheduler/domain/queue_view.h"

namespace nexus::scheduler {
namespace {

using View = v1::ListQueueTasksRequest;

// `projects/p/tasks/t` -> `t`, and `projects/p`; empty for anything else.
struct TaskPath {
  std::string project;
  std::string id;
};

TaskPath PathOf(const std::string& name) {
  const std::size_t middle = name.find("/tasks/");
  if (!name.starts_with("projects/") || middle == std::string::npos) return {};
  TaskPath path{name.substr(0, middle), name.substr(middle + sizeof("/tasks/") - 1)};
  return IsUuid(path.id) ? path : TaskPath{};
}

queue::QueueFilter FilterOf(const v1::ListQueueTasksRequest& request) {
  queue::QueueFilter filter;
  switch (request.view()) {
    case View::WAITING:
      filter.state = queue::State::kWaiting;
      break;
    case View::RUNNING:
      filter.state = queue::State::kRunning;
      break;
    case View::RETRYING:
      filter.retrying = true;
      break;
    case View::FAILED:
      filter.failed = true;
      break;
    default:
      break;
  }
  filter.shard = ClusterId(request.cluster());
  filter.kind = request.kind();
  filter.tenant = request.project();
  filter.reason = request.reason();
  return filter;
}

bool IsOldestFirst(const v1::ListQueueTasksRequest& request) {
  return request.view() == View::WAITING || request.view() == View::RUNNING ||
         request.view() == View::RETRYING;
}

absl::Status CheckPause(const v1::Pause& pause) {
  if (pause.reason().empty()) return FieldInvalid("pause.reason", "say why, for those who wonder");
  if (!pause.kind().empty() && PlannedSteps(pause.kind()).empty()) {
    return FieldInvalid("pause.kind", "a task is to create, start, stop or delete");
  }
  if (!pause.instance().empty() && !pause.project().empty() &&
      !pause.instance().starts_with(pause.project() + "/")) {
    return FieldInvalid("pause.instance", "it is not in that project");
  }
  return absl::OkStatus();
}

const queue::Explanation* FindIn(const std::map<std::string, queue::Explanation>& explained,
                                 const std::string& id) {
  const auto found = explained.find(id);
  return found == explained.end() ? nullptr : &found->second;
}

}  // namespace

absl::StatusOr<std::map<std::string, queue::Explanation>> QueueDesk::ExplainWaiting(
    const std::vector<queue::QueuedTask>& tasks) {
  std::vector<std::string> waiting;
  for (const queue::QueuedTask& queued : tasks) {
    if (queued.task.state == queue::State::kWaiting) waiting.push_back(queued.task.id);
  }
  if (waiting.empty()) return std::map<std::string, queue::Explanation>();
  return queue_.Explain(waiting);
}

absl::StatusOr<std::vector<v1::QueueTask>> QueueDesk::List(const v1::ListQueueTasksRequest& request,
                                                           const std::string& last, int limit) {
  NEXUS_ASSIGN_OR_RETURN(const auto tasks, queue_.List({.filter = FilterOf(request),
                                                        .oldest_first = IsOldestFirst(request),
                                                        .after_id = last,
                                                        .limit = limit}));
  NEXUS_ASSIGN_OR_RETURN(const auto explained, ExplainWaiting(tasks));
  std::vector<v1::QueueTask> views;
  for (const queue::QueuedTask& queued : tasks) {
    views.push_back(QueueViewOf(queued, FindIn(explained, queued.task.id)));
  }
  return views;
}

absl::StatusOr<queue::QueuedTask> QueueDesk::Find(const std::string& name) {
  const TaskPath path = PathOf(name);
  if (path.id.empty()) return TaskNotFound(name);
  NEXUS_ASSIGN_OR_RETURN(auto found, queue_.Find(path.id));
  if (!found || found->task.tenant != path.project) return TaskNotFound(name);
  return *std::move(found);
}

absl::StatusOr<v1::ExplainTaskResponse> QueueDesk::Explain(const std::string& name) {
  NEXUS_ASSIGN_OR_RETURN(const queue::QueuedTask queued, Find(name));
  NEXUS_ASSIGN_OR_RETURN(const auto explained, ExplainWaiting({queued}));
  const queue::Explanation* explanation = FindIn(explained, queued.task.id);
  v1::ExplainTaskResponse response;
  *response.mutable_task() = QueueViewOf(queued, explanation);
  response.set_summary(SummaryOf(response.task(), explanation));
  if (explanation != nullptr) {
    response.set_position(explanation->position);
    for (const queue::Rule& rule : explanation->rules) {
      *response.add_rules() = RuleViewOf(rule, queued.task.tenant);
    }
  }
  if (queued.task.state == queue::State::kRunning) {
    NEXUS_ASSIGN_OR_RETURN(auto owners, queue_.Owners());
    response.set_owner(owners[queued.task.shard].name);
  }
  return response;
}

absl::StatusOr<v1::QueueStats> QueueDesk::Stats() {
  NEXUS_ASSIGN_OR_RETURN(const auto stats, queue_.Stats());
  NEXUS_ASSIGN_OR_RETURN(const auto owners, queue_.Owners());
  return StatsViewOf(stats, owners, slots_);
}

absl::StatusOr<v1::RetryTasksResponse> QueueDesk::Retry(const v1::RetryTasksRequest& request) {
  if (request.names().empty() != request.has_filter()) {
    return FieldInvalid("names", "give either the tasks, or a filter for them");
  }
  std::vector<queue::Retry> retries;
  if (request.has_filter()) {
    NEXUS_ASSIGN_OR_RETURN(retries,
                           queue_.RetryMatching({.shard = ClusterId(request.filter().cluster()),
                                                 .kind = request.filter().kind(),
                                                 .tenant = request.filter().project()}));
  } else {
    std::vector<std::string> ids;
    for (const std::string& name : request.names()) {
      const TaskPath path = PathOf(name);
      if (path.id.empty()) return FieldInvalid("names", "a task is named projects/*/tasks/*");
      ids.push_back(path.id);
    }
    NEXUS_ASSIGN_OR_RETURN(retries, queue_.RetryNow(ids));
  }
  v1::RetryTasksResponse response;
  for (const queue::Retry& retry : retries) *response.add_results() = RetryViewOf(retry);
  // As they were asked for, also what is not there.
  for (int i = 0; i < request.names_size(); ++i) {
    response.mutable_results(i)->set_name(request.names(i));
  }
  return response;
}

absl::StatusOr<v1::QueueTask> QueueDesk::GiveUp(const std::string& name) {
  const TaskPath path = PathOf(name);
  if (path.id.empty()) return TaskNotFound(name);
  NEXUS_RETURN_IF_ERROR(scheduling_.CancelOf(path.project, path.id).status());
  NEXUS_ASSIGN_OR_RETURN(const queue::QueuedTask queued, Find(name));
  NEXUS_ASSIGN_OR_RETURN(const auto explained, ExplainWaiting({queued}));
  return QueueViewOf(queued, FindIn(explained, queued.task.id));
}

absl::StatusOr<v1::Pause> QueueDesk::Pause(const v1::Pause& wanted, const std::string& author) {
  NEXUS_RETURN_IF_ERROR(CheckPause(wanted));
  queue::Pause pause;
  if (!wanted.cluster().empty()) {
    pause.shard = ClusterId(wanted.cluster());
    NEXUS_ASSIGN_OR_RETURN(const bool known, clusters_.HasCluster(pause.shard));
    if (!known) return ClusterNotFound(wanted.cluster());
  }
  pause.kind = wanted.kind();
  pause.tenant = wanted.project();
  pause.serial_key = wanted.instance();
  pause.reason = wanted.reason();
  pause.author = author;
  NEXUS_ASSIGN_OR_RETURN(const auto added, queue_.AddPause(pause));
  if (!added) return PauseExists();
  return PauseViewOf(*added);
}

absl::Status QueueDesk::Resume(const std::string& name) {
  const std::string id = name.substr(name.rfind('/') + 1);
  if (!IsUuid(id)) return PauseNotFound(name);
  NEXUS_ASSIGN_OR_RETURN(const bool removed, queue_.RemovePause(id));
  return removed ? absl::OkStatus() : PauseNotFound(name);
}

absl::StatusOr<std::vector<v1::Pause>> QueueDesk::Pauses(const std::string& last, int limit) {
  NEXUS_ASSIGN_OR_RETURN(const auto pauses, queue_.Pauses(last, limit));
  std::vector<v1::Pause> views;
  for (const queue::Pause& pause : pauses) views.push_back(PauseViewOf(pause));
  return views;
}

}  // namespace nexus::scheduler

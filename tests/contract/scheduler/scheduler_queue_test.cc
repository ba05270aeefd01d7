#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "nexus/scheduler/v1/queue_service.grpc.pb.h"
#include "tests/contract/scheduler/scheduler_world.h"

namespace nexus::scheduler {
namespace {

using testing::Eventually;
using testing::Fails;
using testing::HasCode;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::SizeIs;
using type::v1::Task;
using Service = v1::QueueService::Stub;

class SchedulerQueueTest : public SchedulerContractTest {
 protected:
  ~SchedulerQueueTest() override {
    world_->simulator().ClearFaults();
    for (const std::string& pause : pauses_) Resume(pause).status().IgnoreError();
  }

  template <typename Request, typename Response>
  static absl::StatusOr<Response> Ask(grpc::Status (Service::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                      const Request& request) {
    return Call(world_->queue(), method, request, Administrator());
  }

  // For this test's project alone, so that tests do not hold each other up.
  absl::StatusOr<v1::Pause> PauseKind(const std::string& kind) {
    v1::CreatePauseRequest request;
    request.mutable_pause()->set_kind(kind);
    request.mutable_pause()->set_project(project_);
    request.mutable_pause()->set_reason("the storage is being moved");
    auto pause = Ask(&Service::CreatePause, request);
    if (pause.ok()) pauses_.push_back(pause->name());
    return pause;
  }

  static absl::StatusOr<google::protobuf::Empty> Resume(const std::string& name) {
    v1::DeletePauseRequest request;
    request.set_name(name);
    return Ask(&Service::DeletePause, request);
  }

  std::string NameOf(const v1::EnqueueTaskRequest& request) const {
    return project_ + "/tasks/" + request.id();
  }

  absl::StatusOr<v1::ExplainTaskResponse> Explain(const v1::EnqueueTaskRequest& task) {
    v1::ExplainTaskRequest request;
    request.set_name(NameOf(task));
    return Ask(&Service::ExplainTask, request);
  }

  std::vector<v1::QueueTask> List(v1::ListQueueTasksRequest::View view) {
    v1::ListQueueTasksRequest request;
    request.set_view(view);
    request.set_project(project_);
    const auto listed = Ask(&Service::ListQueueTasks, request);
    EXPECT_THAT(listed, IsOk());
    return {listed->tasks().begin(), listed->tasks().end()};
  }

  absl::StatusOr<Task> CancelAsCustomer(const v1::EnqueueTaskRequest& task) {
    testing::Caller customer = Member();
    customer.permissions.push_back("tasks.cancel");
    v1::CancelProjectTaskRequest request;
    request.set_name(NameOf(task));
    return Call(world_->tasks(), &v1::TaskService::Stub::CancelTask, request, customer);
  }

  // A create whose next try is far away.
  v1::EnqueueTaskRequest PutOff() {
    world_->simulator().AddFault({{"match", {{"method", "POST"}, {"path", "*/clone"}}},
                                  {"action",
                                   {{"kind", "error_before_effect"},
                                    {"code", 500},
                                    {"reason", "got no worker upid - start worker failed"}}}});
    const auto request = TaskRequest("create");
    EXPECT_THAT(Enqueue(request), IsOk());
    return request;
  }

  std::vector<std::string> pauses_;
};

TEST_F(SchedulerQueueTest, HoldsWhatIsPausedAndSaysByWhomAndWhy) {
  const auto pause = PauseKind("create");
  ASSERT_THAT(pause, IsOk());
  EXPECT_EQ(pause->author(), "users/root");
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  // A process that has just begun says first that nobody works the cluster yet.
  const std::string why = "Paused: the storage is being moved";
  ASSERT_TRUE(testing::Eventually([&] { return Explain(request)->task().waits_for() == why; }));
  const auto explained = Explain(request);
  ASSERT_THAT(explained, IsOk());
  EXPECT_EQ(explained->task().state(), v1::QueueTask::WAITING);
  EXPECT_THAT(explained->summary(), HasSubstr("is paused: the storage is being moved"));
  ASSERT_THAT(explained->rules(), SizeIs(6));
  EXPECT_TRUE(explained->rules(2).holds());
  EXPECT_EQ(explained->rules(2).pauses(0).author(), "users/root");
  ASSERT_THAT(List(v1::ListQueueTasksRequest::WAITING), SizeIs(1));

  ASSERT_THAT(Resume(pause->name()), IsOk());
  EXPECT_EQ(AwaitEnd(request.id()).task().state(), Task::SUCCEEDED);
  EXPECT_EQ(Explain(request)->summary(), "It succeeded");
}

TEST_F(SchedulerQueueTest, DoesNotPauseTheSameTwiceOrWhatIsNotThere) {
  ASSERT_THAT(PauseKind("stop"), IsOk());
  EXPECT_THAT(PauseKind("stop"), Fails(absl::StatusCode::kAlreadyExists, "PAUSE_EXISTS"));
  EXPECT_THAT(PauseKind("explode"), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Resume("pauses/" + NewId()), Fails(absl::StatusCode::kNotFound, "PAUSE_NOT_FOUND"));
  v1::CreatePauseRequest request;
  request.mutable_pause()->set_reason("because");
  request.mutable_pause()->set_cluster("clusters/none");
  EXPECT_THAT(Ask(&Service::CreatePause, request),
              Fails(absl::StatusCode::kNotFound, "CLUSTER_NOT_FOUND"));
}

TEST_F(SchedulerQueueTest, IsForOperatorsOnly) {
  EXPECT_THAT(Call(world_->queue(), &Service::GetQueueStats, v1::GetQueueStatsRequest(), Member()),
              HasCode(absl::StatusCode::kPermissionDenied));
  v1::CreatePauseRequest pause;
  pause.mutable_pause()->set_reason("because");
  testing::Caller reader = Administrator();
  reader.global_permissions = {"admin.queue.get"};
  EXPECT_THAT(Call(world_->queue(), &Service::CreatePause, pause, reader),
              HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(SchedulerQueueTest, ShowsDeadLettersAndTriesNoneOfThemAgain) {
  world_->simulator().AddFault({{"match", {{"task_type", "qmstart"}, {"step", "begin"}}},
                                {"action", {{"kind", "task_fail"}, {"text", "no memory left"}}}});
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  AwaitEnd(request.id());
  ASSERT_TRUE(Eventually([&] { return List(v1::ListQueueTasksRequest::FAILED).size() == 1; }));
  const auto dead = List(v1::ListQueueTasksRequest::FAILED)[0];
  EXPECT_THAT(dead.task().error().message(), HasSubstr("no memory left"));
  v1::RetryTasksRequest retry;
  retry.add_names(NameOf(request));
  retry.add_names(project_ + "/tasks/" + NewId());
  const auto retried = Ask(&Service::RetryTasks, retry);
  ASSERT_THAT(retried, IsOk());
  EXPECT_EQ(retried->results(0).outcome(), v1::RetryTasksResponse::Result::ENDED);
  EXPECT_EQ(retried->results(1).outcome(), v1::RetryTasksResponse::Result::NOT_FOUND);
  EXPECT_EQ(retried->results(1).name(), retry.names(1));
}

TEST_F(SchedulerQueueTest, SaysWhyTheLastTryFailedAndTriesAgainAtOnceWhenAsked) {
  world_->simulator().Set({{"clone_ms", 0}});
  const auto first = PutOff();
  ASSERT_TRUE(Eventually([&] { return Explain(first)->task().task().attempt() >= 1; }));
  v1::RetryTasksRequest all;
  all.mutable_filter()->set_project(project_);
  EXPECT_THAT(Ask(&Service::RetryTasks, all), IsOk());
  EXPECT_EQ(AwaitEnd(first.id()).task().state(), Task::SUCCEEDED);
  EXPECT_THAT(Ask(&Service::RetryTasks, v1::RetryTasksRequest()),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(SchedulerQueueTest, CancelsACreateThatHasNotBegun) {
  ASSERT_THAT(PauseKind("create"), IsOk());
  const auto request = TaskRequest("create");
  ASSERT_THAT(Enqueue(request), IsOk());
  const auto cancelled = CancelAsCustomer(request);
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), Task::CANCELLED);
  EXPECT_EQ(AwaitEnd(request.id()).guest().power(), v1::Guest::ABSENT);
  EXPECT_THAT(CancelAsCustomer(request),
              Fails(absl::StatusCode::kFailedPrecondition, "TASK_NOT_CANCELLABLE"));
}

TEST_F(SchedulerQueueTest, DoesNotCancelADeleteOrAnothersTask) {
  ASSERT_THAT(PauseKind("delete"), IsOk());
  const auto request = TaskRequest("delete");
  ASSERT_THAT(Enqueue(request), IsOk());
  EXPECT_THAT(CancelAsCustomer(request),
              Fails(absl::StatusCode::kFailedPrecondition, "TASK_NOT_CANCELLABLE"));
  v1::GiveUpTaskRequest give_up;
  give_up.set_name(NameOf(request));
  EXPECT_THAT(Ask(&Service::GiveUpTask, give_up),
              Fails(absl::StatusCode::kFailedPrecondition, "TASK_NOT_CANCELLABLE"));
  EXPECT_THAT(CancelAsCustomer(TaskRequest("start")),
              Fails(absl::StatusCode::kNotFound, "TASK_NOT_FOUND"));
}

TEST_F(SchedulerQueueTest, LetsAnOperatorGiveATaskUp) {
  ASSERT_THAT(PauseKind("start"), IsOk());
  const auto request = TaskRequest("start");
  ASSERT_THAT(Enqueue(request), IsOk());
  v1::GiveUpTaskRequest give_up;
  give_up.set_name(NameOf(request));
  give_up.set_request_id(NewId());
  const auto given_up = Ask(&Service::GiveUpTask, give_up);
  ASSERT_THAT(given_up, IsOk());
  EXPECT_EQ(given_up->task().state(), Task::CANCELLED);
  EXPECT_THAT(Ask(&Service::GiveUpTask, give_up), IsOk());  // A repeat.
}

TEST_F(SchedulerQueueTest, CountsWhatWaits) {
  ASSERT_THAT(PauseKind("start"), IsOk());
  ASSERT_THAT(Enqueue(TaskRequest("start")), IsOk());
  const auto stats = Ask(&Service::GetQueueStats, v1::GetQueueStatsRequest());
  ASSERT_THAT(stats, IsOk());
  EXPECT_GE(stats->waiting(), 1);
  EXPECT_EQ(stats->slots(), 64);
  ASSERT_THAT(stats->clusters(), SizeIs(1));
  EXPECT_TRUE(stats->clusters(0).owned());
}

}  // namespace
}  // namespace nexus::scheduler

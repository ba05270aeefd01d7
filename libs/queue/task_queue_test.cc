#include "libs/queue/task_queue.h"

#include "libs/queue/testing_queue.h"

namespace nexus::queue {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::SizeIs;

class TaskQueueTest : public QueueTest {};

TEST_F(TaskQueueTest, TakesATaskAndAnnouncesIt) {
  const Enqueued enqueued = Enqueue(TaskOf("01"));
  EXPECT_EQ(enqueued.kind, Enqueued::Kind::kTaken);
  EXPECT_EQ(enqueued.task.state, State::kWaiting);
  EXPECT_EQ(enqueued.task.payload, "what to do");
  EXPECT_THAT(announced(), ElementsAre(Field(&Task::id, TaskOf("01").id)));
}

TEST_F(TaskQueueTest, AnswersARepeatWithTheTaskAsItIs) {
  Enqueue(TaskOf("01"));
  EXPECT_EQ(Enqueue(TaskOf("01")).kind, Enqueued::Kind::kKnown);
  EXPECT_THAT(announced(), SizeIs(1));
}

TEST_F(TaskQueueTest, RefusesAnIdThatBelongsToAnotherTask) {
  Enqueue(TaskOf("01"));
  EXPECT_EQ(Enqueue(TaskOf("01", "vm-2")).kind, Enqueued::Kind::kDiffers);
}

TEST_F(TaskQueueTest, EndsAWaitingTaskThatIsCancelled) {
  Enqueue(TaskOf("01"));
  const Task cancelled = Cancel(TaskOf("01"));
  EXPECT_EQ(cancelled.state, State::kEnded);
  EXPECT_EQ(cancelled.outcome, Outcome::kCancelled);
  EXPECT_EQ(cancelled.error.reason, "TASK_CANCELLED");
  EXPECT_EQ(cancelled.result, "absent");
  EXPECT_THAT(announced(), SizeIs(2));
}

TEST_F(TaskQueueTest, RefusesATaskThatWasCancelledBeforeItCame) {
  EXPECT_TRUE(Cancel(TaskOf("01")).closed());
  EXPECT_EQ(Enqueue(TaskOf("01")).kind, Enqueued::Kind::kClosed);
}

TEST_F(TaskQueueTest, RefusesToTakeACancelledTaskAgain) {
  Enqueue(TaskOf("01"));
  Cancel(TaskOf("01"));
  EXPECT_EQ(Enqueue(TaskOf("01")).kind, Enqueued::Kind::kClosed);
}

TEST_F(TaskQueueTest, AnswersARepeatedCancelAlike) {
  Enqueue(TaskOf("01"));
  const Task first = Cancel(TaskOf("01"));
  EXPECT_EQ(Cancel(TaskOf("01")).version, first.version);
  EXPECT_THAT(announced(), SizeIs(2));
}

TEST_F(TaskQueueTest, ListsATenantsTasksNewestFirstWithoutClosedOnes) {
  Enqueue(TaskOf("01"));
  Enqueue(TaskOf("02", "vm-2"));
  Cancel(TaskOf("03"));
  EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
    EXPECT_THAT(queue_.List(tx, {.tenant = "projects/p"}),
                ElementsAre(Field(&Task::id, TaskOf("02").id), Field(&Task::id, TaskOf("01").id)));
    EXPECT_THAT(queue_.List(tx, {.tenant = "projects/p", .serial_key = "vm-1"}), SizeIs(1));
    EXPECT_THAT(queue_.List(tx, {.tenant = "projects/p", .before_id = TaskOf("02").id}),
                ElementsAre(Field(&Task::id, TaskOf("01").id)));
    EXPECT_THAT(queue_.List(tx, {.tenant = "projects/other"}), SizeIs(0));
    return absl::OkStatus();
  }),
              testing::IsOk());
}

TEST_F(TaskQueueTest, TakesATaskOnceWhenManyBringItAtOnce) {
  const auto kinds = testing::RunInParallel(4, 5, [&] { return Enqueue(TaskOf("01")).kind; });
  EXPECT_EQ(std::ranges::count(kinds, Enqueued::Kind::kTaken), 1);
  EXPECT_EQ(std::ranges::count(kinds, Enqueued::Kind::kKnown), 19);
}

}  // namespace
}  // namespace nexus::queue

#include "libs/queue/enqueue_group.h"

#include <algorithm>
#include <atomic>

#include <fmt/format.h>

#include "libs/queue/testing_queue.h"
#include "libs/testing/run_in_parallel.h"

namespace nexus::queue {
namespace {

class EnqueueGroupTest : public QueueTest {
 protected:
  static NewTask Numbered(int number) {
    NewTask task = TaskOf("00");
    task.id = fmt::format("00000000-0000-7000-8000-{:012}", number);
    return task;
  }

  int Stored() {
    int count = 0;
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      count = tx.Exec("SELECT count(*) FROM tasks")[0][0].as<int>();
      return absl::OkStatus();
    }),
                testing::IsOk());
    return count;
  }

  EnqueueGroup group_{pool_, queue_};
};

TEST_F(EnqueueGroupTest, TakesEachTaskOnceHoweverManyBringIt) {
  std::atomic<int> next = 0;
  // Each number comes twice, from whoever draws it.
  const auto kinds = testing::RunInParallel(8, 25, [&] {
    const auto enqueued = group_.Enqueue(Numbered(next++ / 2));
    EXPECT_THAT(enqueued, testing::IsOk());
    return enqueued->kind;
  });
  EXPECT_EQ(std::ranges::count(kinds, Enqueued::Kind::kTaken), 100);
  EXPECT_EQ(std::ranges::count(kinds, Enqueued::Kind::kKnown), 100);
  EXPECT_EQ(Stored(), 100);
}

TEST_F(EnqueueGroupTest, RefusesOneWithoutTheOthersThatCameWithIt) {
  std::atomic<int> next = 0;
  const auto taken = testing::RunInParallel(8, 4, [&] {
    NewTask task = Numbered(next++);
    const bool whole = next % 4 != 0;
    if (!whole) task.shard = "unknown";
    return group_.Enqueue(task).ok() ? 1 : 0;
  });
  EXPECT_EQ(std::ranges::count(taken, 1), Stored());
  EXPECT_GT(Stored(), 0);
}

}  // namespace
}  // namespace nexus::queue

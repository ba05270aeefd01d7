#include "simulator/model/task_engine.h"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using ::testing::ElementsAre;

asio::awaitable<absl::Status> NoFault(Task&, std::string) { co_return absl::OkStatus(); }

class TaskEngineTest : public ::testing::Test {
 protected:
  static TaskEngine::Hooks Hooks() {
    return {.now = [] { return std::int64_t{0x6B04077B}; }, .on_step = NoFault, .on_change = [] {}};
  }

  std::string Start(TaskBody body) {
    return tasks_.Start("pve1", "qmstart", "100", {"root@pam", "t1"}, std::move(body));
  }

  asio::io_context context_;
  TaskEngine tasks_{context_, 76, Hooks()};
};

asio::awaitable<absl::Status> Succeed(Task& task) {
  task.Log("working");
  co_return absl::OkStatus();
}

asio::awaitable<absl::Status> Warn(Task& task) {
  task.Warn("no bridge");
  co_return absl::OkStatus();
}

asio::awaitable<absl::Status> Fail(Task&) { co_return Died("first line\nsecond line"); }

asio::awaitable<absl::Status> TakeLong(Task& task) {
  const absl::Status status = co_await task.Work(3'600'000);
  co_return status;
}

TEST_F(TaskEngineTest, NamesATaskAsProxmoxDoes) {
  const std::string upid = Start(Succeed);
  EXPECT_TRUE(IsUpid(upid)) << upid;
  EXPECT_TRUE(upid.starts_with("UPID:pve1:0000004C:")) << upid;
  EXPECT_TRUE(upid.ends_with(":6B04077B:qmstart:100:root@pam!t1:")) << upid;
}

TEST_F(TaskEngineTest, RunsATaskAfterItHasAnsweredItsName) {
  const std::string upid = Start(Succeed);
  EXPECT_TRUE(tasks_.Find(upid)->running);
  context_.run();
  EXPECT_FALSE(tasks_.Find(upid)->running);
  EXPECT_EQ(tasks_.Find(upid)->exitstatus, "OK");
  EXPECT_THAT(tasks_.Find(upid)->log, ElementsAre("working", "TASK OK"));
}

TEST_F(TaskEngineTest, EndsWithWarningsOrWithOneLineOfError) {
  const std::string warned = Start(Warn);
  const std::string failed = Start(Fail);
  context_.run();
  EXPECT_EQ(tasks_.Find(warned)->exitstatus, "WARNINGS: 1");
  EXPECT_FALSE(tasks_.Find(warned)->failed());
  EXPECT_EQ(tasks_.Find(failed)->exitstatus, "first line second line");
  EXPECT_TRUE(tasks_.Find(failed)->failed());
}

TEST_F(TaskEngineTest, StopsATaskThatIsTold) {
  const std::string upid = Start(TakeLong);
  context_.poll();
  tasks_.Stop(upid);
  context_.run();
  EXPECT_EQ(tasks_.Find(upid)->exitstatus, "received interrupt");
}

TEST_F(TaskEngineTest, KnowsNothingOfTheEndOfWhatRanBeforeARestart) {
  const std::string ended = Start(Succeed);
  context_.run();
  const std::string running = Start(Succeed);  // Saved before it has begun.
  asio::io_context later;
  TaskEngine restarted(later, 1, Hooks());
  restarted.Restore(tasks_.ToJson());
  EXPECT_EQ(restarted.Find(ended)->exitstatus, "OK");
  EXPECT_EQ(restarted.Find(running)->exitstatus, "unexpected status");
  context_.restart();
  context_.run();
}

}  // namespace
}  // namespace nexus::simulator

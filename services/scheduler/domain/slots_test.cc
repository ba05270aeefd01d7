#include "services/scheduler/domain/slots.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/scheduler/domain/errors.h"

namespace nexus::scheduler {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string> kStorage = {"storage pve1/lvm"};

class SlotsTest : public ::testing::Test {
 protected:
  // One who takes slots, says its name when it has them, and keeps them until let go.
  void Enter(const std::string& name, std::vector<std::string> keys) {
    boost::asio::co_spawn(loop_, Hold(name, std::move(keys)), boost::asio::detached);
    Settle();
  }

  void Leave(const std::string& name) {
    held_.erase(name);
    Settle();
  }

  boost::asio::awaitable<void> Hold(std::string name, std::vector<std::string> keys) {
    std::function<absl::Status()> may_wait = [this] { return allowed_; };
    auto held = co_await slots_.Take(std::move(keys), std::move(may_wait));
    if (!held.ok()) {
      refused_.push_back(name);
      co_return;
    }
    entered_.push_back(name);
    held_[name] = *std::move(held);
  }

  // Runs what can run now.
  void Settle() {
    loop_.restart();
    loop_.poll();
  }

  Slots slots_{SlotLimits{.per_node = 3, .per_storage = 2}};
  absl::Status allowed_;
  std::map<std::string, std::unique_ptr<Slots::Held>> held_;
  std::vector<std::string> entered_;
  std::vector<std::string> refused_;

  // The last, so that those who still wait go before the slots.
  boost::asio::io_context loop_;
};

TEST_F(SlotsTest, LetSoManyInAndTheNextWhenOneLeaves) {
  for (const char* name : {"a", "b", "c", "d"}) Enter(name, kStorage);
  EXPECT_THAT(entered_, ElementsAre("a", "b"));
  Leave("a");
  EXPECT_THAT(entered_, ElementsAre("a", "b", "c"));
  EXPECT_EQ(slots_.in_use(kStorage[0]), 2);
}

TEST_F(SlotsTest, OfAnotherStorageAreFree) {
  for (const char* name : {"a", "b", "c"}) Enter(name, kStorage);
  Enter("other", {"storage pve2/lvm"});
  EXPECT_THAT(entered_, ElementsAre("a", "b", "other"));
}

TEST_F(SlotsTest, AreNotTakenByThoseBehindWhileSomeoneWaitsForThem) {
  for (const char* name : {"a", "b"}) Enter(name, kStorage);
  Enter("both", {"node pve1", kStorage[0]});
  Enter("late", {"node pve1"});
  EXPECT_THAT(entered_, ElementsAre("a", "b"));
  Leave("a");
  EXPECT_THAT(entered_, ElementsAre("a", "b", "both", "late"));
}

TEST_F(SlotsTest, CountWorkThatIsUnderWayBeyondTheLimit) {
  std::vector<std::unique_ptr<Slots::Held>> adopted;
  for (int i = 0; i < 3; ++i) adopted.push_back(slots_.Count(kStorage));
  Enter("a", kStorage);
  EXPECT_THAT(entered_, IsEmpty());
  adopted.pop_back();
  Settle();
  EXPECT_THAT(entered_, IsEmpty());
  adopted.pop_back();
  Settle();
  EXPECT_THAT(entered_, ElementsAre("a"));
}

TEST_F(SlotsTest, AreGivenUpByWhoMayNotWaitAnyMore) {
  for (const char* name : {"a", "b", "c"}) Enter(name, kStorage);
  allowed_ = TaskCancelled();
  loop_.restart();
  loop_.run_one();  // The waiter's next look.
  EXPECT_THAT(refused_, ElementsAre("c"));
  allowed_ = absl::OkStatus();
  Leave("a");
  EXPECT_EQ(slots_.in_use(kStorage[0]), 1);
}

TEST(StorageSlotTest, IsOneForAStorageThatEveryNodeSees) {
  Resources resources;
  resources.storages = {{"ceph", "pve1", true, true}, {"lvm", "pve1", false, true}};
  EXPECT_EQ(StorageSlot(resources, "pve1", "ceph"), StorageSlot(resources, "pve2", "ceph"));
  EXPECT_NE(StorageSlot(resources, "pve1", "lvm"), StorageSlot(resources, "pve2", "lvm"));
}

}  // namespace
}  // namespace nexus::scheduler

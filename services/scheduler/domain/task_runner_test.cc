#include "services/scheduler/domain/task_runner.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "nexus/scheduler/v1/scheduler_service.pb.h"
#include "services/scheduler/testing/fake_hypervisor.h"
#include "services/scheduler/testing/fake_journal.h"

namespace nexus::scheduler {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kInstance[] = "projects/p/instances/i";
constexpr char kTask[] = "00000000-0000-7000-8000-000000000001";

v1::GuestSpec Spec() {
  v1::GuestSpec spec;
  spec.set_hostname("web-1");
  spec.set_image("images/debian-12");
  spec.set_vcpus(2);
  spec.set_memory_mib(2048);
  spec.set_disk_gib(20);
  spec.set_user("debian");
  spec.add_ssh_keys("ssh-ed25519 AAAA+/= me@home");
  spec.set_ipv4_address("10.0.0.5");
  spec.set_ipv4_prefix(24);
  spec.set_ipv4_gateway("10.0.0.1");
  spec.set_bridge("vmbr0");
  return spec;
}

queue::Task TaskOf(const std::string& kind) {
  queue::Task task;
  task.id = kTask;
  task.kind = kind;
  task.serial_key = kInstance;
  task.state = queue::State::kRunning;
  task.attempt = 1;
  task.max_attempts = 3;
  if (kind == "create") task.payload = Spec().SerializeAsString();
  return task;
}

class TaskRunnerTest : public ::testing::Test {
 protected:
  static TaskSettings Settings() {
    TaskSettings settings;
    settings.installation = "test";
    settings.step_times.unanswered_wait = absl::Milliseconds(30);
    settings.removal_times = {absl::Milliseconds(1), absl::Milliseconds(30)};
    settings.backoff = {absl::Milliseconds(1), absl::Milliseconds(1)};
    return settings;
  }

  std::shared_ptr<FakeJournal> JournalOf(const std::string& kind) {
    return std::make_shared<FakeJournal>(TaskOf(kind));
  }

  // One owner's run.
  void RunOnce(const std::shared_ptr<FakeJournal>& journal) {
    boost::asio::io_context loop;
    boost::asio::co_spawn(loop, runner_.Run(journal, journal->saved()),
                          [](std::exception_ptr escaped) {
                            if (escaped) std::rethrow_exception(escaped);
                          });
    loop.run();
  }

  // Owner after owner, until the task has ended.
  void RunToItsEnd(const std::shared_ptr<FakeJournal>& journal) {
    for (int owners = 0; owners < 20 && !journal->ended(); ++owners) {
      RunOnce(journal);
      if (!journal->ended()) journal->Rescue();
    }
    ASSERT_TRUE(journal->ended());
  }

  // Makes the instance's guest, as a create has made it.
  void MakeGuest(bool running) {
    FakeHypervisor::FakeGuest guest{.node = "pve2", .running = running};
    guest.options["description"] = "nexus:test:i:made-by\nnote";
    hypervisor_.guests()[700] = guest;
    hypervisor_.volumes()["ceph:vm-700-disk-0"] = 700;
  }

  std::shared_ptr<FakeJournal> JournalOnGuest(const std::string& kind) {
    auto journal = JournalOf(kind);
    journal->set_record(GuestRecord{700, "pve2", "made-by"});
    return journal;
  }

  FakeHypervisor hypervisor_;
  TaskRunner runner_{hypervisor_, Settings(), "",
                     [this](bool) { return ReadInventory(hypervisor_); }};
};

TEST_F(TaskRunnerTest, MakesARunningGuestWithOurMark) {
  const auto journal = JournalOf("create");
  RunOnce(journal);
  ASSERT_TRUE(journal->ended());
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
  const Decision& decision = journal->decisions().back();
  EXPECT_EQ(decision.guest.power(), v1::Guest::RUNNING);
  EXPECT_EQ(decision.guest.vmid(), 500);

  const auto& guest = hypervisor_.guests().at(500);
  EXPECT_TRUE(guest.running);
  EXPECT_EQ(OptionOf(guest.options, "description"), std::string("nexus:test:i:") + kTask);
  EXPECT_EQ(OptionOf(guest.options, "memory"), "2048");
  EXPECT_EQ(OptionOf(guest.options, "tags"), "nexus");
  EXPECT_EQ(OptionOf(guest.options, "ipconfig0"), "ip=10.0.0.5/24,gw=10.0.0.1");
  EXPECT_EQ(OptionOf(guest.options, "net0"), "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1");
  EXPECT_THAT(OptionOf(guest.options, "scsi0"), HasSubstr("size=20G"));
  EXPECT_EQ(journal->saved().percent, 100);
}

TEST_F(TaskRunnerTest, TakesEachStepOnceOnTheWay) {
  const auto journal = JournalOf("create");
  RunOnce(journal);
  EXPECT_THAT(hypervisor_.changes(),
              ElementsAre("clone 500", "configure 500", "resize 500", "firewall 500", "start 500"));
}

// At every write, before and after it took effect: whoever dies there, the next
// owner ends with one running guest, made once.
TEST_F(TaskRunnerTest, MakesOneGuestWhereverItsOwnersDie) {
  for (const auto death : {FakeJournal::Death::kBeforeWrite, FakeJournal::Death::kAfterWrite}) {
    for (int write = 1;; ++write) {
      SCOPED_TRACE(write);
      hypervisor_ = FakeHypervisor();
      const auto journal = JournalOf("create");
      journal->DieAtWrite(write, death);
      RunOnce(journal);
      if (!journal->dead()) break;
      if (!journal->ended()) {
        journal->Rescue();
        RunToItsEnd(journal);
      }
      EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
      EXPECT_THAT(hypervisor_.guests(), SizeIs(2));
      EXPECT_TRUE(hypervisor_.guests().at(500).running);
    }
  }
}

TEST_F(TaskRunnerTest, SendsNothingTwiceWhenAnAnswerIsLost) {
  for (const char* call : {"clone", "configure", "resize", "start"}) {
    SCOPED_TRACE(call);
    hypervisor_ = FakeHypervisor();
    hypervisor_.LoseAnswer(call);
    const auto journal = JournalOf("create");
    RunOnce(journal);
    EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
    EXPECT_THAT(hypervisor_.changes(), SizeIs(5));
  }
}

TEST_F(TaskRunnerTest, RemovesWhatAFailedCreateHasMade) {
  hypervisor_.FailTask("start", "start failed: QEMU exited with code 1");
  const auto journal = JournalOf("create");
  RunOnce(journal);
  ASSERT_TRUE(journal->ended());
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kFailed);
  EXPECT_EQ(journal->task().error.reason, "HYPERVISOR_FAILED");
  EXPECT_THAT(journal->task().error.message,
              AllOf(HasSubstr("Start the machine"), HasSubstr("QEMU exited with code 1")));
  EXPECT_FALSE(hypervisor_.guests().contains(500));
  EXPECT_THAT(hypervisor_.volumes(), IsEmpty());
  ASSERT_THAT(journal->decisions(), SizeIs(2));
  EXPECT_TRUE(journal->decisions()[0].guest.cleanup_pending());
  EXPECT_EQ(journal->decisions()[1].guest.power(), v1::Guest::ABSENT);
  EXPECT_FALSE(journal->decisions()[1].guest.cleanup_pending());
}

TEST_F(TaskRunnerTest, LeavesNothingWhereverTheOwnersOfAFailedCreateDie) {
  for (const auto death : {FakeJournal::Death::kBeforeWrite, FakeJournal::Death::kAfterWrite}) {
    for (int write = 1;; ++write) {
      SCOPED_TRACE(write);
      hypervisor_ = FakeHypervisor();
      hypervisor_.FailTask("resize", "no such disk");
      const auto journal = JournalOf("create");
      journal->DieAtWrite(write, death);
      RunOnce(journal);
      if (!journal->dead()) break;
      if (!journal->ended()) {
        journal->Rescue();
        hypervisor_.FailTask("start", "it does not start");
        RunToItsEnd(journal);
      }
      EXPECT_EQ(journal->task().outcome, queue::Outcome::kFailed);
      EXPECT_THAT(hypervisor_.guests(), SizeIs(1));
      EXPECT_THAT(hypervisor_.volumes(), IsEmpty());
    }
  }
}

TEST_F(TaskRunnerTest, EndsAtOnceWhenNothingWasMade) {
  hypervisor_.guests().erase(9000);
  hypervisor_.guests()[100] = {.node = "pve1"};
  const auto journal = JournalOf("create");
  RunOnce(journal);
  ASSERT_TRUE(journal->ended());
  EXPECT_EQ(journal->task().error.reason, "NO_CLUSTER_FITS");
  ASSERT_THAT(journal->decisions(), SizeIs(1));
  EXPECT_EQ(journal->decisions()[0].guest.power(), v1::Guest::ABSENT);
}

TEST_F(TaskRunnerTest, TakesTheNextIdWhenSomebodyElseHasIt) {
  hypervisor_.guests()[500] = {.node = "pve1", .options = {{"description", "an office's"}}};
  const auto journal = JournalOf("create");
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
  EXPECT_EQ(journal->decisions().back().guest.vmid(), 501);
  EXPECT_THAT(hypervisor_.changes(), Not(Contains("configure 500")));
  EXPECT_EQ(OptionOf(hypervisor_.guests().at(500).options, "description"), "an office's");
}

TEST_F(TaskRunnerTest, TriesAgainLaterWhatMayGoWellThen) {
  hypervisor_.Refuse("clone", Failure::kLockTimeout, "can't lock file - got timeout");
  const auto journal = JournalOf("create");
  RunOnce(journal);
  EXPECT_TRUE(journal->waits());
  journal->Rescue();
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
}

TEST_F(TaskRunnerTest, FailsACreateAfterItsLastAttempt) {
  const auto journal = JournalOf("create");
  journal->mutable_task().attempt = 3;
  hypervisor_.Refuse("clone", Failure::kLockTimeout, "can't lock file - got timeout");
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kFailed);
}

TEST_F(TaskRunnerTest, StopsTheCloneOfACreateThatIsCancelledAndRemovesItsGuest) {
  const auto journal = JournalOf("create");
  hypervisor_.HangTask("clone", [&] { journal->Cancel(); });
  RunOnce(journal);
  ASSERT_TRUE(journal->ended());
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kCancelled);
  EXPECT_THAT(hypervisor_.changes(), Contains("stop-task"));
  EXPECT_FALSE(hypervisor_.guests().contains(500));
  EXPECT_THAT(hypervisor_.volumes(), IsEmpty());
}

TEST_F(TaskRunnerTest, ObeysACancellationBeforeTheNextStep) {
  const auto journal = JournalOf("create");
  journal->Cancel();
  RunOnce(journal);
  ASSERT_TRUE(journal->ended());
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kCancelled);
  EXPECT_THAT(hypervisor_.changes(), IsEmpty());
}

TEST_F(TaskRunnerTest, StopsAndStartsAGuest) {
  MakeGuest(/*running=*/true);
  const auto stop = JournalOnGuest("stop");
  RunOnce(stop);
  EXPECT_EQ(stop->decisions().back().guest.power(), v1::Guest::STOPPED);
  const auto start = JournalOnGuest("start");
  RunOnce(start);
  EXPECT_EQ(start->decisions().back().guest.power(), v1::Guest::RUNNING);
  EXPECT_THAT(hypervisor_.changes(), ElementsAre("shutdown 700", "start 700"));
}

TEST_F(TaskRunnerTest, SucceedsToStartWhatRunsAlready) {
  MakeGuest(/*running=*/true);
  const auto journal = JournalOnGuest("start");
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
  EXPECT_THAT(hypervisor_.changes(), IsEmpty());
}

TEST_F(TaskRunnerTest, FollowsAGuestToAnotherNode) {
  MakeGuest(/*running=*/false);
  hypervisor_.guests()[700].node = "pve1";
  const auto journal = JournalOnGuest("start");
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
  EXPECT_EQ(journal->decisions().back().guest.node(), "pve1");
}

TEST_F(TaskRunnerTest, TouchesNoGuestWithAnotherMark) {
  MakeGuest(/*running=*/false);
  hypervisor_.guests()[700].options["description"] = "nexus:test:i:another-operation";
  const auto journal = JournalOnGuest("start");
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kFailed);
  EXPECT_EQ(journal->task().error.reason, "NOT_OURS");
  EXPECT_EQ(journal->decisions().back().guest.power(), v1::Guest::STOPPED);
  EXPECT_THAT(hypervisor_.changes(), IsEmpty());
}

TEST_F(TaskRunnerTest, SaysThatAnInstanceHasNoGuest) {
  const auto journal = JournalOf("start");
  RunOnce(journal);
  EXPECT_EQ(journal->task().error.reason, "GUEST_ABSENT");
  EXPECT_EQ(journal->decisions().back().guest.power(), v1::Guest::ABSENT);
}

TEST_F(TaskRunnerTest, RemovesAGuestWithAllItsDisks) {
  MakeGuest(/*running=*/true);
  hypervisor_.LeakDisk();
  const auto journal = JournalOnGuest("delete");
  RunOnce(journal);
  ASSERT_TRUE(journal->ended());
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
  EXPECT_EQ(journal->decisions().back().guest.power(), v1::Guest::ABSENT);
  EXPECT_FALSE(hypervisor_.guests().contains(700));
  EXPECT_THAT(hypervisor_.volumes(), IsEmpty());
}

TEST_F(TaskRunnerTest, SucceedsToDeleteWhatIsAbsent) {
  const auto journal = JournalOf("delete");
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
}

TEST_F(TaskRunnerTest, LeavesAForeignGuestUnderOurIdAlone) {
  MakeGuest(/*running=*/true);
  hypervisor_.guests()[700].options["description"] = "an office's";
  const auto journal = JournalOnGuest("delete");
  RunOnce(journal);
  EXPECT_EQ(journal->task().outcome, queue::Outcome::kSucceeded);
  EXPECT_TRUE(hypervisor_.guests().at(700).running);
  EXPECT_THAT(hypervisor_.volumes(), SizeIs(1));
}

TEST_F(TaskRunnerTest, DoesNotBelieveInAbsenceWhileANodeIsAway) {
  MakeGuest(/*running=*/true);
  hypervisor_.nodes()[1].online = false;
  const auto journal = JournalOnGuest("delete");
  RunOnce(journal);
  EXPECT_TRUE(journal->waits());
  hypervisor_.nodes()[1].online = true;
  journal->Rescue();
  RunToItsEnd(journal);
  EXPECT_FALSE(hypervisor_.guests().contains(700));
}

TEST_F(TaskRunnerTest, RemovesAProtectedGuest) {
  MakeGuest(/*running=*/false);
  hypervisor_.guests()[700].options["protection"] = "1";
  const auto journal = JournalOnGuest("delete");
  RunOnce(journal);
  EXPECT_FALSE(hypervisor_.guests().contains(700));
}

TEST_F(TaskRunnerTest, RetriesADeleteForEver) {
  MakeGuest(/*running=*/false);
  const auto journal = JournalOnGuest("delete");
  journal->mutable_task().attempt = 50;
  hypervisor_.Refuse("destroy", Failure::kForbidden, "Permission check failed");
  RunOnce(journal);
  EXPECT_TRUE(journal->waits());
}

}  // namespace
}  // namespace nexus::scheduler

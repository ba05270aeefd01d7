#include "libs/queue/queue_control.h"

#include <algorithm>
#include <random>

#include "libs/queue/testing_queue.h"

namespace nexus::queue {
namespace {

using ::nexus::testing::Eventually;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class QueueControlTest : public QueueTest {
 protected:
  template <typename Work>
  auto In(Work work) {
    decltype(work(std::declval<db::Transaction&>())) result{};
    EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      result = work(tx);
      return absl::OkStatus();
    }),
                IsOk());
    return result;
  }

  std::optional<Pause> AddPause(const Pause& pause) {
    return In([&](db::Transaction& tx) { return control_.AddPause(tx, pause); });
  }

  Explanation Explain(const NewTask& task) {
    return In(
        [&](db::Transaction& tx) { return control_.Explain(tx, {task.id}, limits_); })[task.id];
  }

  static Rule RuleOf(const Explanation& explanation, Rule::Kind kind) {
    return explanation.rules.at(static_cast<std::size_t>(kind));
  }

  std::unique_ptr<Shard> OpenLimited(KeepingWorker& worker) {
    return std::make_unique<Shard>(ShardOptions{.shard = "pve",
                                                .database = database_.options(),
                                                .slots = limits_.slots,
                                                .tenant_slots = limits_.tenant_slots,
                                                .scan = kScan},
                                   announce(), worker.start());
  }

  std::vector<std::string> Ids(const std::string& where) {
    return In([&](db::Transaction& tx) {
      std::vector<std::string> ids;
      for (const auto& row : tx.work().exec("SELECT id FROM tasks WHERE " + where)) {
        ids.push_back(row[0].as<std::string>());
      }
      return ids;
    });
  }

  std::vector<std::string> Running() { return Ids("state = 'running' ORDER BY id"); }

  std::atomic<int> wakes_ = 0;
  QueueControl control_{[this] { ++wakes_; }};
  Limits limits_{.slots = 64, .tenant_slots = 8};
  KeepingWorker worker_;
};

TEST_F(QueueControlTest, BeginsNothingThatIsPausedUntilThePauseIsTakenAway) {
  const auto pause = AddPause({.kind = "create", .reason = "storage is full", .author = "users/a"});
  ASSERT_TRUE(pause);
  Enqueue(TaskOf("01"));
  NewTask other = TaskOf("02", "vm-2");
  other.kind = "delete";
  Enqueue(other);
  const auto shard = OpenShard(worker_);
  const auto first = worker_.Next();
  EXPECT_EQ(first->task().id, other.id);
  EXPECT_EQ(Get(TaskOf("01")).state, State::kWaiting);
  EXPECT_TRUE(In([&](db::Transaction& tx) { return control_.RemovePause(tx, pause->id); }));
  EXPECT_EQ(wakes_, 2);
  const auto second = worker_.Next();
  EXPECT_EQ(second->task().id, TaskOf("01").id);
}

TEST_F(QueueControlTest, PausesATenantAKeyOrAShardAndLeavesTheOthers) {
  const auto held_by = [this](Pause pause) {
    pause.reason = "because";
    const auto added = AddPause(pause);
    const bool holds = RuleOf(Explain(TaskOf("01")), Rule::Kind::kPause).holds;
    In([&](db::Transaction& tx) { return control_.RemovePause(tx, added->id); });
    return holds;
  };
  Enqueue(TaskOf("01"));
  EXPECT_TRUE(held_by({}));
  EXPECT_TRUE(held_by({.shard = "pve"}));
  EXPECT_FALSE(held_by({.shard = "other"}));
  EXPECT_TRUE(held_by({.tenant = "projects/p"}));
  EXPECT_FALSE(held_by({.tenant = "projects/q"}));
  EXPECT_TRUE(held_by({.serial_key = "vm-1"}));
  EXPECT_FALSE(held_by({.kind = "create", .serial_key = "vm-2"}));
}

TEST_F(QueueControlTest, KeepsOnePauseOfTheSameTasks) {
  EXPECT_TRUE(AddPause({.kind = "create", .reason = "first"}));
  EXPECT_FALSE(AddPause({.kind = "create", .reason = "second"}));
  EXPECT_THAT(In([&](db::Transaction& tx) { return control_.Pauses(tx, "", 10); }),
              ElementsAre(Field(&Pause::reason, "first")));
}

TEST_F(QueueControlTest, GivesATenantNoMoreThanItsShareAndTheRestToOthers) {
  limits_.tenant_slots = 2;
  for (const char* number : {"01", "02", "03", "04"}) Enqueue(TaskOf(number, number));
  NewTask late = TaskOf("05", "05");
  late.tenant = "projects/q";
  Enqueue(late);
  const auto shard = OpenLimited(worker_);
  auto first = worker_.Next();
  auto second = worker_.Next();
  auto third = worker_.Next();
  EXPECT_EQ(Get(late).state, State::kRunning);
  EXPECT_EQ(Get(TaskOf("02", "02")).state, State::kRunning);
  const Rule rule = RuleOf(Explain(TaskOf("03", "03")), Rule::Kind::kTenantLimit);
  EXPECT_TRUE(rule.holds);
  EXPECT_EQ(rule.used, 2);
  EXPECT_EQ(rule.limit, 2);
}

TEST_F(QueueControlTest, LetsTheTenantThatHasLessGoFirstWhenASlotIsFreed) {
  limits_ = {.slots = 2, .tenant_slots = 8};
  for (const char* number : {"01", "02", "03"}) Enqueue(TaskOf(number, number));
  const auto shard = OpenLimited(worker_);
  auto first = worker_.Next();
  auto second = worker_.Next();
  NewTask late = TaskOf("05", "05");
  late.tenant = "projects/q";
  Enqueue(late);
  ASSERT_THAT(first->Write({.decide = Outcome::kSucceeded, .end = true}), IsOk());
  first.reset();
  first = worker_.Next();
  EXPECT_EQ(first->task().id, late.id);
}

TEST_F(QueueControlTest, TellsThatNobodyWorksTheShard) {
  Enqueue(TaskOf("01"));
  const Explanation explanation = Explain(TaskOf("01"));
  ASSERT_NE(explanation.FirstHold(), nullptr);
  EXPECT_EQ(explanation.FirstHold()->kind, Rule::Kind::kOwner);
  EXPECT_EQ(explanation.position, 1);
}

TEST_F(QueueControlTest, TellsWhichTaskOfItsKeyRunsOrComesFirst) {
  Enqueue(TaskOf("01"));
  Enqueue(TaskOf("02"));
  Enqueue(TaskOf("03"));
  EXPECT_FALSE(RuleOf(Explain(TaskOf("01")), Rule::Kind::kKey).holds);
  Rule rule = RuleOf(Explain(TaskOf("03")), Rule::Kind::kKey);
  EXPECT_TRUE(rule.holds);
  EXPECT_FALSE(rule.task_runs);
  EXPECT_EQ(rule.task, TaskOf("01").id);
  const auto shard = OpenShard(worker_);
  const auto lease = worker_.Next();
  rule = RuleOf(Explain(TaskOf("03")), Rule::Kind::kKey);
  EXPECT_TRUE(rule.task_runs);
  EXPECT_EQ(Explain(TaskOf("03")).FirstHold()->kind, Rule::Kind::kKey);
}

TEST_F(QueueControlTest, TellsWhenAScheduledTaskBegins) {
  NewTask task = TaskOf("01");
  task.run_at = absl::Now() + absl::Hours(2);
  Enqueue(task);
  const Rule rule = RuleOf(Explain(task), Rule::Kind::kTime);
  EXPECT_TRUE(rule.holds);
  EXPECT_LT(absl::AbsDuration(*rule.until - *task.run_at), absl::Milliseconds(1));
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("02", "vm-2"));
  const auto other = worker_.Next();
  EXPECT_EQ(other->task().id, TaskOf("02").id);
  EXPECT_EQ(Get(task).state, State::kWaiting);
}

TEST_F(QueueControlTest, TellsThePlaceOfATaskThatOnlyWaitsForASlot) {
  limits_ = {.slots = 1, .tenant_slots = 8};
  for (const char* number : {"01", "02", "03"}) Enqueue(TaskOf(number, number));
  const auto shard = OpenLimited(worker_);
  const auto lease = worker_.Next();
  const Explanation explanation = Explain(TaskOf("03", "03"));
  EXPECT_EQ(explanation.position, 2);
  const Rule slots = RuleOf(explanation, Rule::Kind::kSlots);
  EXPECT_TRUE(slots.holds);
  EXPECT_EQ(slots.used, 1);
}

TEST_F(QueueControlTest, TriesAtOnceWhatWaitsForItsNextTryAndNothingElse) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  Enqueue(TaskOf("02", "vm-2"));
  auto put_off = worker_.Next();
  const auto running = worker_.Next();
  ASSERT_THAT(put_off->Write({.run_again_after = absl::Hours(1)}), IsOk());
  put_off.reset();
  Enqueue(TaskOf("03", "vm-2"));
  Cancel(TaskOf("04", "vm-4"));
  const auto retries = In([&](db::Transaction& tx) {
    return control_.RetryNow(
        tx, {TaskOf("01").id, TaskOf("02").id, TaskOf("03").id, TaskOf("04").id, TaskOf("05").id});
  });
  EXPECT_THAT(retries, ElementsAre(Field(&Retry::outcome, RetryOutcome::kRetried),
                                   Field(&Retry::outcome, RetryOutcome::kRunning),
                                   Field(&Retry::outcome, RetryOutcome::kReady),
                                   Field(&Retry::outcome, RetryOutcome::kNotFound),
                                   Field(&Retry::outcome, RetryOutcome::kNotFound)));
  const auto again = worker_.Next();
  EXPECT_EQ(again->task().id, TaskOf("01").id);
  EXPECT_EQ(again->task().attempt, 2);
}

TEST_F(QueueControlTest, TriesAtOnceAllThatMatch) {
  const auto shard = OpenShard(worker_);
  for (const char* number : {"01", "02"}) Enqueue(TaskOf(number, number));
  for (int i = 0; i < 2; ++i) {
    ASSERT_THAT(worker_.Next()->Write({.run_again_after = absl::Hours(1)}), IsOk());
  }
  const auto retry = [this](const std::string& kind) {
    return In([&](db::Transaction& tx) { return control_.RetryMatching(tx, {.kind = kind}); });
  };
  EXPECT_THAT(retry("delete"), IsEmpty());
  EXPECT_THAT(retry("create"), SizeIs(2));
  const auto first = worker_.Next();
  const auto second = worker_.Next();
  EXPECT_EQ(second->task().attempt, 2);
}

TEST_F(QueueControlTest, ListsDeadLettersNewestFirstWithTheirReasons) {
  const auto shard = OpenShard(worker_);
  for (const char* number : {"01", "02", "03"}) {
    Enqueue(TaskOf(number, number));
    auto lease = worker_.Next();
    ASSERT_THAT(lease->Write({.decide = Outcome::kFailed,
                              .error = {number == std::string("03") ? "FULL" : "BROKEN", "why"},
                              .end = true}),
                IsOk());
  }
  const auto list = [this](const QueueList& what) {
    return In([&](db::Transaction& tx) {
      std::vector<std::string> ids;
      for (const QueuedTask& queued : control_.List(tx, what)) ids.push_back(queued.task.id);
      return ids;
    });
  };
  QueueList dead;
  dead.filter.failed = true;
  EXPECT_THAT(list(dead), ElementsAre(TaskOf("03").id, TaskOf("02").id, TaskOf("01").id));
  dead.after_id = TaskOf("02").id;
  EXPECT_THAT(list(dead), ElementsAre(TaskOf("01").id));
  dead.after_id.clear();
  dead.filter.reason = "FULL";
  EXPECT_THAT(list(dead), ElementsAre(TaskOf("03").id));
}

TEST_F(QueueControlTest, CountsWhatIsThere) {
  const auto shard = OpenShard(worker_);
  Enqueue(TaskOf("01"));
  Enqueue(TaskOf("02"));
  const auto lease = worker_.Next();
  const QueueStats stats = In([&](db::Transaction& tx) { return control_.Stats(tx); });
  ASSERT_THAT(stats.depths, SizeIs(2));
  EXPECT_EQ(stats.depths[0].state, State::kRunning);
  EXPECT_EQ(stats.depths[1].state, State::kWaiting);
  EXPECT_EQ(stats.depths[1].tasks, 1);
  EXPECT_GT(stats.oldest_due, absl::ZeroDuration());
  EXPECT_EQ(stats.failed, 0);
}

// Random tasks and pauses: what nothing holds is begun, and nothing else.
class ExplanationPropertyTest : public QueueControlTest {
 protected:
  NewTask RandomTask(int number) {
    NewTask task = TaskOf(std::to_string(10 + number), "vm-" + std::to_string(Below(12)));
    task.tenant = "projects/" + std::to_string(Below(3));
    task.kind = Below(2) == 0 ? "create" : "delete";
    task.priority = 4 + Below(3);
    if (Below(5) == 0) task.run_at = absl::Now() + absl::Hours(1);
    return task;
  }

  void PauseSomething() {
    Pause pause{.reason = "because"};
    if (Below(2) == 0) {
      pause.kind = "create";
      pause.tenant = "projects/" + std::to_string(Below(3));
    } else {
      pause.serial_key = "vm-" + std::to_string(Below(12));
    }
    AddPause(pause);
  }

  // Of the waiting tasks, those that only the missing owner, or nothing, holds.
  std::vector<std::string> Unheld() {
    const auto waiting = Ids("state = 'waiting'");
    const auto explained =
        In([&](db::Transaction& tx) { return control_.Explain(tx, waiting, limits_); });
    std::vector<std::string> unheld;
    for (const auto& [id, explanation] : explained) {
      const auto holds = [](const Rule& rule) {
        return rule.holds && rule.kind != Rule::Kind::kOwner;
      };
      if (std::ranges::none_of(explanation.rules, holds)) unheld.push_back(id);
    }
    return unheld;
  }

  // Ends what runs and cancels what waits, with no pause left.
  void EndAll(KeepingWorker& worker) {
    const auto everything = AddPause({.reason = "the round is over"});
    ASSERT_TRUE(Eventually([&] {
      while (worker.waiting() > 0) {
        EXPECT_THAT(worker.Next()->Write({.decide = Outcome::kSucceeded, .end = true}), IsOk());
      }
      return Running().empty();
    }));
    In([](db::Transaction& tx) {
      tx.work().exec(
          "UPDATE tasks SET state = 'ended', outcome = 'cancelled', end_time = now() "
          "WHERE state = 'waiting'");
      return tx.work().exec("DELETE FROM queue_pauses").size();
    });
  }

  int Below(int bound) { return std::uniform_int_distribution<>(0, bound - 1)(random_); }

  std::mt19937 random_;
};

TEST_F(ExplanationPropertyTest, WhatNothingHoldsIsBegunInTheNextRoundAndNothingElse) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  random_.seed(seed);
  for (int round = 0; round < 8; ++round) {
    limits_ = {.slots = 1 + Below(12), .tenant_slots = 1 + Below(5)};
    for (int i = 0; i < 3; ++i) PauseSomething();
    for (int i = 0; i < 11; ++i) Enqueue(RandomTask(round * 11 + i));
    const std::vector<std::string> expected = Unheld();
    KeepingWorker worker;
    const auto shard = OpenLimited(worker);
    ASSERT_TRUE(Eventually([&] { return Running().size() >= expected.size(); }));
    EXPECT_THAT(Unheld(), IsEmpty());
    EXPECT_EQ(Running(), expected);
    EndAll(worker);
  }
}

}  // namespace
}  // namespace nexus::queue

#include "services/instance/domain/instance_store.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/instance/domain/state_machine.h"
#include "services/instance/testing/store_backends.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::HasCode;
using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What every InstanceStore promises.
class InstanceStoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  InstanceStoreTest() : stores_(GetParam().open()), store_(stores_->instances()) {
    AddCatalog(*stores_);
    AddPool(*stores_, "demo", "10.0.0.0/29", "10.0.0.1");
  }

  Instance Added(const std::string& display_name, absl::Duration wake_in = absl::Hours(1)) {
    Instance instance = NewInstance(display_name);
    EXPECT_THAT(Add(*stores_, instance, wake_in), IsOk());
    return instance;
  }

  // Changes it by `edit` in a transaction of its own.
  template <typename Edit>
  Instance Changed(const Instance& instance, Edit edit, absl::Duration wake_in = absl::Hours(1)) {
    Instance now;
    EXPECT_THAT(store_.InTransaction([&](InstanceTransaction& tx) -> absl::Status {
      const auto was = tx.Lock(instance.name);
      if (!was.ok()) return was.status();
      now = *was;
      edit(tx, now);
      return tx.Save(*was, now, wake_in);
    }),
                IsOk());
    return now;
  }

  Instance Provisioned(const Instance& instance, absl::Duration wake_in = absl::Hours(1)) {
    return Changed(
        instance,
        [](InstanceTransaction&, Instance& now) {
          Move(now, States::PROVISIONING);
          now.operation = Operation{"00000000-0000-7000-8000-0000000000aa", Verb::kCreate};
          now.create_operation = now.operation->id;
          now.enqueue_pending = true;
        },
        wake_in);
  }

  Instance Failed(const Instance& instance, bool hidden, absl::Duration wake_in = absl::Hours(1)) {
    return Changed(
        instance,
        [&](InstanceTransaction& tx, Instance& now) {
          Move(now, States::FAILED);
          now.failure = Failure{"TIMED_OUT", "Given up."};
          now.hidden = hidden;
          now.release_pending = true;
          tx.ReleaseAddress(now, absl::ZeroDuration());
        },
        wake_in);
  }

  std::unique_ptr<Stores> stores_;
  InstanceStore& store_;
};

TEST_P(InstanceStoreTest, ReadsWhatWasAdded) {
  const Instance added = Added("web-1");
  const auto read = store_.Get(added.name);

  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->display_name, "web-1");
  EXPECT_EQ(read->plan, added.plan);
  EXPECT_EQ(read->image, added.image);
  EXPECT_EQ(read->size, added.size);
  EXPECT_EQ(read->quote, added.quote);
  EXPECT_EQ(read->ssh_keys, added.ssh_keys);
  EXPECT_EQ(read->caller.actor, "users/ada");
  EXPECT_EQ(read->state, States::RESERVING);
  EXPECT_EQ(read->version, 1);
  EXPECT_EQ(read->create_time, added.create_time);
  EXPECT_FALSE(read->overdue);
  EXPECT_EQ(read->network, added.network);
  EXPECT_EQ(*read->network,
            (Network{"10.0.0.2", 29, "10.0.0.1", {"9.9.9.9", "1.1.1.1"}, "vmbr0", 7}));
}

TEST_P(InstanceStoreTest, ReadsWhatWasSaved) {
  const Instance saved = Provisioned(Added("web-1"));
  const auto read = store_.Get(saved.name);

  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->version, 2);
  EXPECT_EQ(read->state, States::PROVISIONING);
  EXPECT_EQ(read->operation, saved.operation);
  EXPECT_EQ(read->create_operation, saved.create_operation);
  EXPECT_TRUE(read->enqueue_pending);
}

TEST_P(InstanceStoreTest, DoesNotFindAnotherProjectsInstance) {
  const Instance added = Added("web-1");
  EXPECT_THAT(store_.Get({"projects/other", added.name.id}),
              Fails(absl::StatusCode::kNotFound, "INSTANCE_NOT_FOUND"));
}

TEST_P(InstanceStoreTest, AnnouncesEveryWrite) {
  Provisioned(Added("web-1"));
  EXPECT_EQ(stores_->CountEvents(), 2);
}

TEST_P(InstanceStoreTest, KeepsNothingWhenTheBodyFails) {
  Instance instance = NewInstance("web-1");
  EXPECT_THAT(store_.InTransaction([&](InstanceTransaction& tx) {
    EXPECT_THAT(tx.Add(instance, absl::Hours(1), absl::Hours(1)), IsOk());
    return absl::CancelledError("on second thoughts");
  }),
              HasCode(absl::StatusCode::kCancelled));
  EXPECT_THAT(store_.Get(instance.name), HasReason("INSTANCE_NOT_FOUND"));
  EXPECT_EQ(stores_->CountEvents(), 0);
  EXPECT_EQ(stores_->pools().ListPools("", 10)->at(0).used, 0);
}

TEST_P(InstanceStoreTest, DoesNotWriteOverANewerVersion) {
  const Instance added = Added("web-1");
  Provisioned(added);
  EXPECT_THAT(store_.InTransaction([&](InstanceTransaction& tx) {
    Instance now = added;
    return tx.Save(added, now, absl::Hours(1));
  }),
              HasCode(absl::StatusCode::kUnavailable));
}

TEST_P(InstanceStoreTest, HasADisplayNameOncePerProject) {
  Added("web-1");
  Instance same = NewInstance("web-1");
  EXPECT_THAT(Add(*stores_, same), Fails(absl::StatusCode::kAlreadyExists, "NAME_TAKEN"));
  same.name.project = "projects/other";
  EXPECT_THAT(Add(*stores_, same), IsOk());
}

TEST_P(InstanceStoreTest, FreesTheNameOfARefusedCreateButNotOfOneGivenUp) {
  Failed(Added("refused"), /*hidden=*/true);
  Added("refused");
  Failed(Added("given-up"), /*hidden=*/false);
  Instance again = NewInstance("given-up");
  EXPECT_THAT(Add(*stores_, again), HasReason("NAME_TAKEN"));
}

TEST_P(InstanceStoreTest, RefusesWhenNoAddressIsLeftAndKeepsNothing) {
  for (int i = 0; i < 5; ++i) Added("web-" + std::to_string(i));
  Instance last = NewInstance("last");
  EXPECT_THAT(Add(*stores_, last), Fails(absl::StatusCode::kResourceExhausted, "NO_ADDRESS_LEFT"));
  EXPECT_THAT(store_.Get(last.name), HasReason("INSTANCE_NOT_FOUND"));
}

TEST_P(InstanceStoreTest, GivesAddressesOfTheInstancesClusterOnly) {
  Instance elsewhere = NewInstance("web-1");
  elsewhere.cluster = "clusters/other";
  EXPECT_THAT(Add(*stores_, elsewhere), HasReason("NO_ADDRESS_LEFT"));
}

TEST_P(InstanceStoreTest, GivesAReleasedAddressToNobodyInItsQuarantine) {
  std::vector<Instance> all;
  for (int i = 0; i < 5; ++i) all.push_back(Added("web-" + std::to_string(i)));
  const auto release = [](absl::Duration quarantine) {
    return [quarantine](InstanceTransaction& tx, Instance& now) {
      tx.ReleaseAddress(now, quarantine);
    };
  };
  Changed(all[0], release(absl::Hours(1)));
  Instance next = NewInstance("next");
  EXPECT_THAT(Add(*stores_, next), HasReason("NO_ADDRESS_LEFT"));

  const Instance without = Changed(all[1], release(absl::ZeroDuration()));
  EXPECT_FALSE(without.network.has_value());
  EXPECT_FALSE(store_.Get(all[1].name)->network.has_value());
  EXPECT_THAT(Add(*stores_, next), IsOk());
  EXPECT_EQ(next.network->address, all[1].network->address);
}

TEST_P(InstanceStoreTest, ListsNewestFirstInPages) {
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) names.push_back(Added("web-" + std::to_string(i)).display_name);
  Failed(Added("hidden"), /*hidden=*/true);
  Instance other = NewInstance("other");
  other.name.project = "projects/other";
  ASSERT_THAT(Add(*stores_, other), IsOk());

  const auto first = store_.List("projects/p", "", 2);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(*first, SizeIs(2));
  EXPECT_EQ(first->at(0).display_name, names[2]);
  EXPECT_EQ(first->at(1).display_name, names[1]);
  const auto second = store_.List("projects/p", first->at(1).name.id, 2);
  ASSERT_THAT(*second, SizeIs(1));
  EXPECT_EQ(second->at(0).display_name, names[0]);
}

TEST_P(InstanceStoreTest, ClaimsWhatIsDueOnce) {
  const Instance due = Added("due", absl::ZeroDuration());
  Added("later", absl::Hours(1));

  const auto claimed = store_.ClaimDue(10, /*lease=*/absl::Hours(1));
  ASSERT_THAT(claimed, IsOk());
  ASSERT_THAT(*claimed, SizeIs(1));
  EXPECT_EQ(claimed->at(0).name.id, due.name.id);
  EXPECT_EQ(claimed->at(0).version, due.version);
  EXPECT_THAT(*store_.ClaimDue(10, absl::Hours(1)), IsEmpty());
}

TEST_P(InstanceStoreTest, ClaimsAgainWhenTheLeaseIsOver) {
  Added("due", absl::ZeroDuration());
  EXPECT_THAT(*store_.ClaimDue(10, absl::ZeroDuration()), SizeIs(1));
  EXPECT_THAT(*store_.ClaimDue(10, absl::ZeroDuration()), SizeIs(1));
}

TEST_P(InstanceStoreTest, KnowsWhatIsOverdue) {
  Instance instance = NewInstance("web-1");
  ASSERT_THAT(store_.InTransaction([&](InstanceTransaction& tx) {
    return tx.Add(instance, /*reserve_within=*/absl::ZeroDuration(), absl::ZeroDuration());
  }),
              IsOk());
  const auto claimed = store_.ClaimDue(10, absl::Hours(1));
  ASSERT_THAT(*claimed, SizeIs(1));
  EXPECT_TRUE(claimed->at(0).overdue);
}

TEST_P(InstanceStoreTest, CountsWhatIsNotSettledForTooLong) {
  Added("web-1");
  EXPECT_EQ(*store_.CountUnsettled(absl::Hours(1)), 0);
  EXPECT_EQ(*store_.CountUnsettled(-absl::Hours(1)), 1);
}

TEST_P(InstanceStoreTest, ForgetsACallOnceItIsAcknowledged) {
  const Instance instance = Provisioned(Added("web-1"), absl::ZeroDuration());
  ASSERT_THAT(store_.Acknowledge(instance, PendingCall::kEnqueue), IsOk());

  EXPECT_FALSE(store_.Get(instance.name)->enqueue_pending);
  EXPECT_EQ(store_.Get(instance.name)->version, instance.version);
  EXPECT_THAT(*store_.ClaimDue(10, absl::Hours(1)), IsEmpty());
}

TEST_P(InstanceStoreTest, KeepsOtherCallsWhenOneIsAcknowledged) {
  const Instance deleting = Changed(
      Provisioned(Added("web-1")),
      [](InstanceTransaction&, Instance& now) {
        Move(now, States::DELETING);
        now.operation = Operation{"00000000-0000-7000-8000-0000000000bb", Verb::kDelete};
        now.cancel_pending = now.release_pending = true;
      },
      absl::ZeroDuration());
  ASSERT_THAT(store_.Acknowledge(deleting, PendingCall::kRelease), IsOk());
  ASSERT_THAT(store_.Acknowledge(deleting, PendingCall::kCancel), IsOk());

  const auto left = store_.ClaimDue(10, absl::Hours(1));
  ASSERT_THAT(*left, SizeIs(1));
  EXPECT_TRUE(left->at(0).enqueue_pending);
  EXPECT_FALSE(left->at(0).cancel_pending);
  EXPECT_FALSE(left->at(0).release_pending);
}

TEST_P(InstanceStoreTest, DoesNotTakeAnOlderTasksAcknowledgementForTheNewest) {
  const Instance created = Provisioned(Added("web-1"));
  Changed(created, [](InstanceTransaction&, Instance& now) {
    Move(now, States::DELETING);
    now.operation = Operation{"00000000-0000-7000-8000-0000000000bb", Verb::kDelete};
  });
  ASSERT_THAT(store_.Acknowledge(created, PendingCall::kEnqueue), IsOk());
  EXPECT_TRUE(store_.Get(created.name)->enqueue_pending);
}

TEST_P(InstanceStoreTest, AnswersARepeatOnlyWhenTheFirstIsDone) {
  const ScopedCallContext call(
      {.actor = "users/ada", .method = "m", .repeat = RepeatKey{"r1", "hash"}});
  const auto in_transaction = [&](auto body) { return store_.InTransaction(body); };
  EXPECT_EQ(*store_.FindAnswer(), std::nullopt);
  ASSERT_THAT(in_transaction([](InstanceTransaction& tx) { return tx.BeginRequest().status(); }),
              IsOk());
  EXPECT_THAT(store_.FindAnswer(), Fails(absl::StatusCode::kAborted, "REQUEST_IN_PROGRESS"));

  ASSERT_THAT(in_transaction([](InstanceTransaction& tx) {
                tx.CompleteRequest("the answer");
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(*store_.FindAnswer(), "the answer");

  const ScopedCallContext other(
      {.actor = "users/ada", .method = "m", .repeat = RepeatKey{"r1", "other hash"}});
  EXPECT_THAT(store_.FindAnswer(), Fails(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_P(InstanceStoreTest, ForgetsARefusedRequest) {
  const ScopedCallContext call(
      {.actor = "users/ada", .method = "m", .repeat = RepeatKey{"r1", "hash"}});
  ASSERT_THAT(store_.InTransaction([](InstanceTransaction& tx) {
    const absl::Status begun = tx.BeginRequest().status();
    tx.ForgetRequest();
    return begun;
  }),
              IsOk());
  EXPECT_EQ(*store_.FindAnswer(), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Backends, InstanceStoreTest, EveryBackend(), BackendName);

}  // namespace
}  // namespace nexus::instance

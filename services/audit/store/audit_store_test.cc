#include "services/audit/domain/audit_store.h"

#include <memory>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/audit/testing/audit_backend.h"

namespace nexus::audit {
namespace {

using ::nexus::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// To the microsecond, as the database keeps it.
const absl::Time kNow = absl::FromUnixMicros(absl::ToUnixMicros(absl::Now()));

// What every AuditStore promises.
class AuditStoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  // A record of its own id, made `age` ago.
  AuditRecord Add(AuditRecord record, absl::Duration age = absl::ZeroDuration()) {
    record.id = fmt::format("00000000-0000-7000-8000-{:012}", ++made_);
    record.create_time = kNow - age;
    if (record.method.empty()) record.method = "nexus.instance.v1.InstanceService.StopInstance";
    if (record.outcome.empty()) record.outcome = "ok";
    EXPECT_THAT(store().Add(record), IsOk());
    return record;
  }

  // The ids of what is found.
  std::vector<std::string> Find(const AuditQuery& query) {
    const auto records = store().List(query);
    EXPECT_THAT(records, IsOk());
    std::vector<std::string> ids;
    for (const AuditRecord& record : records.value()) ids.push_back(record.id);
    return ids;
  }

  AuditStore& store() { return backend_->store(); }

  std::unique_ptr<AuditBackend> backend_ = GetParam().open();
  int made_ = 0;
};

TEST_P(AuditStoreTest, GivesBackWhatItWasGiven) {
  const AuditRecord added = Add({.actor = "users/u",
                                 .token = "sessions/s",
                                 .method = "nexus.auth.v1.AuthService.LogIn",
                                 .resource = "users/u",
                                 .project = "projects/p",
                                 .outcome = "LOCKED_OUT",
                                 .client_address = "192.0.2.1",
                                 .user_agent = "curl \"8\" ünï",
                                 .request_id = "r1",
                                 .request_json = "{\"email\":\"a@b\"}",
                                 .count = 7});
  const auto records = store().List({});
  ASSERT_THAT(records, IsOk());
  ASSERT_THAT(*records, SizeIs(1));
  const AuditRecord& record = records->front();
  EXPECT_EQ(record.id, added.id);
  EXPECT_EQ(record.create_time, added.create_time);
  EXPECT_EQ(record.actor, added.actor);
  EXPECT_EQ(record.token, added.token);
  EXPECT_EQ(record.method, added.method);
  EXPECT_EQ(record.resource, added.resource);
  EXPECT_EQ(record.project, added.project);
  EXPECT_EQ(record.outcome, added.outcome);
  EXPECT_EQ(record.client_address, added.client_address);
  EXPECT_EQ(record.user_agent, added.user_agent);
  EXPECT_EQ(record.request_id, added.request_id);
  EXPECT_EQ(record.request_json, added.request_json);
  EXPECT_EQ(record.count, added.count);
}

TEST_P(AuditStoreTest, KeepsARecordOnceHoweverOftenItComes) {
  const AuditRecord record = Add({});
  EXPECT_THAT(store().Add(record), IsOk());
  EXPECT_THAT(Find({}), SizeIs(1));
}

TEST_P(AuditStoreTest, ListsNewestFirstAcrossMonthsInPages) {
  const AuditRecord old = Add({}, absl::Hours(24 * 25));
  const AuditRecord middle = Add({}, absl::Hours(1));
  const AuditRecord twin = Add({}, absl::Hours(1));
  const AuditRecord young = Add({});
  EXPECT_THAT(Find({.limit = 2}), ElementsAre(young.id, twin.id));
  EXPECT_THAT(Find({.after = AuditPosition{twin.create_time, twin.id}, .limit = 2}),
              ElementsAre(middle.id, old.id));
  EXPECT_THAT(Find({.after = AuditPosition{old.create_time, old.id}}), IsEmpty());
}

TEST_P(AuditStoreTest, FindsByProjectActorAndResource) {
  const AuditRecord one = Add({.actor = "users/a", .resource = "r/1", .project = "projects/p"});
  const AuditRecord two = Add({.actor = "users/b", .resource = "r/2", .project = "projects/p"});
  const AuditRecord none = Add({});
  EXPECT_THAT(Find({.project = "projects/p"}), ElementsAre(two.id, one.id));
  EXPECT_THAT(Find({.project = "projects/p", .actor = "users/a"}), ElementsAre(one.id));
  EXPECT_THAT(Find({.resource = "r/2"}), ElementsAre(two.id));
  EXPECT_THAT(Find({.project = "projects/%"}), IsEmpty());
  EXPECT_THAT(Find({}), ElementsAre(none.id, two.id, one.id));
}

TEST_P(AuditStoreTest, FindsByAMethodsFullNameOrItsLastPart) {
  const AuditRecord stop = Add({.method = "nexus.instance.v1.InstanceService.StopInstance"});
  Add({.method = "nexus.instance.v1.InstanceService.StartInstance"});
  EXPECT_THAT(Find({.method = "StopInstance"}), ElementsAre(stop.id));
  EXPECT_THAT(Find({.method = "nexus.instance.v1.InstanceService.StopInstance"}),
              ElementsAre(stop.id));
  EXPECT_THAT(Find({.method = "other.v1.InstanceService.StopInstance"}), IsEmpty());
  EXPECT_THAT(Find({.method = "InstanceService"}), IsEmpty());
}

TEST_P(AuditStoreTest, FindsByOutcome) {
  const AuditRecord ok = Add({.outcome = "ok"});
  const AuditRecord denied = Add({.outcome = "PERMISSION_DENIED"});
  const AuditRecord locked = Add({.outcome = "LOCKED_OUT"});
  EXPECT_THAT(Find({.outcome = "ok"}), ElementsAre(ok.id));
  EXPECT_THAT(Find({.outcome = "refused"}), ElementsAre(locked.id, denied.id));
  EXPECT_THAT(Find({.outcome = "LOCKED_OUT"}), ElementsAre(locked.id));
}

TEST_P(AuditStoreTest, FindsFromAnInstantOnAndBeforeAnother) {
  Add({}, absl::Hours(3));
  const AuditRecord in_between = Add({}, absl::Hours(2));
  Add({}, absl::Hours(1));
  EXPECT_THAT(Find({.start_time = kNow - absl::Hours(2), .end_time = kNow - absl::Hours(1)}),
              ElementsAre(in_between.id));
  EXPECT_THAT(Find({.start_time = kNow, .end_time = kNow - absl::Hours(9)}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Backends, AuditStoreTest,
                         ::testing::Values(Backend{"Fake", OpenFake},
                                           Backend{"Postgres", OpenPostgres}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace nexus::audit

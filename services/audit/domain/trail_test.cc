#include "services/audit/domain/trail.h"

#include "google/protobuf/util/time_util.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/audit/testing/fake_audit_store.h"

namespace nexus::audit {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::nexus::testing::IsOkAndHolds;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kId[] = "00000000-0000-7000-8000-000000000001";

events::v1::Event CalledEvent() {
  events::v1::Called called;
  called.set_request_json("{\"name\":\"projects/p/instances/i\"}");
  called.set_count(3);
  called.set_message("too little money");
  events::v1::Event event;
  event.set_id(kId);
  event.set_type("nexus.events.v1.Called");
  event.set_subject("projects/p/instances/i");
  event.set_project("projects/p");
  event.set_actor("users/u");
  event.set_token("sessions/s");
  event.set_method("nexus.instance.v1.InstanceService.CreateInstance");
  event.set_request_id("r1");
  event.set_outcome("INSUFFICIENT_FUNDS");
  event.set_client_address("192.0.2.1");
  event.set_user_agent("curl/8");
  event.set_payload(called.SerializeAsString());
  *event.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(1'700'000'000'123'456);
  return event;
}

class TrailTest : public ::testing::Test {
 protected:
  FakeAuditStore store_;
  Trail trail_{store_};
};

TEST_F(TrailTest, RemembersAllThatIsToldOfACall) {
  ASSERT_THAT(trail_.Take(CalledEvent()), IsOk());
  const auto records = trail_.List({});
  ASSERT_THAT(records, IsOkAndHolds(SizeIs(1)));
  const AuditRecord& record = records->front();
  EXPECT_EQ(record.id, kId);
  EXPECT_EQ(record.create_time, absl::FromUnixMicros(1'700'000'000'123'456));
  EXPECT_EQ(record.actor, "users/u");
  EXPECT_EQ(record.token, "sessions/s");
  EXPECT_EQ(record.method, "nexus.instance.v1.InstanceService.CreateInstance");
  EXPECT_EQ(record.resource, "projects/p/instances/i");
  EXPECT_EQ(record.project, "projects/p");
  EXPECT_EQ(record.outcome, "INSUFFICIENT_FUNDS");
  EXPECT_EQ(record.client_address, "192.0.2.1");
  EXPECT_EQ(record.user_agent, "curl/8");
  EXPECT_EQ(record.request_id, "r1");
  EXPECT_EQ(record.request_json, "{\"name\":\"projects/p/instances/i\"}");
  EXPECT_EQ(record.count, 3);
}

TEST_F(TrailTest, RemembersACallOnceHoweverOftenItIsTold) {
  for (int i = 0; i < 3; ++i) ASSERT_THAT(trail_.Take(CalledEvent()), IsOk());
  EXPECT_THAT(trail_.List({}), IsOkAndHolds(SizeIs(1)));
}

TEST_F(TrailTest, RemembersNothingOfOtherEvents) {
  events::v1::Event event = CalledEvent();
  event.set_type("nexus.instance.v1.InstanceChanged");
  ASSERT_THAT(trail_.Take(event), IsOk());
  EXPECT_THAT(trail_.List({}), IsOkAndHolds(IsEmpty()));
}

TEST_F(TrailTest, CountsACallOnceThatTellsNoCount) {
  events::v1::Event event = CalledEvent();
  event.clear_payload();
  ASSERT_THAT(trail_.Take(event), IsOk());
  EXPECT_EQ(trail_.List({})->front().count, 1);
}

TEST_F(TrailTest, FailsOnACallThatCannotBeRead) {
  events::v1::Event event = CalledEvent();
  event.set_payload("\xff\xff");
  EXPECT_THAT(trail_.Take(event), HasReason("INTERNAL"));
}

TEST(AuditPositionTest, ReadsBackWhatItWrote) {
  const AuditPosition position{absl::FromUnixMicros(1'700'000'000'123'456), kId};
  const auto read = PositionFrom(ToText(position));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->create_time, position.create_time);
  EXPECT_EQ(read->id, position.id);
}

TEST(AuditPositionTest, IsNoOtherText) {
  for (const char* text : {"", "/", "1", "x/00000000-0000-7000-8000-000000000001", "1/", "1/x"}) {
    EXPECT_EQ(PositionFrom(text).has_value(), false) << text;
  }
}

}  // namespace
}  // namespace nexus::audit

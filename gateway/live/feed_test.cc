#include "gateway/live/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/live/live_event.h"
#include "nexus/auth/v1/events.pb.h"
#include "nexus/instance/v1/events.pb.h"

namespace nexus::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr absl::Time kStart = absl::FromUnixSeconds(1'000'000);

std::string CursorAt(std::int64_t position) {
  return Encode(events::Cursor{"00000001.00000001", 700, position});
}

class FeedTest : public ::testing::Test {
 protected:
  FeedTest() {
    Heartbeat(0, 10);
    Heartbeat(1, 20);
  }

  void Heartbeat(std::size_t source, std::int64_t position, absl::Duration after = {}) {
    feed_.Hear(source, CursorAt(position), std::nullopt, kStart + after);
  }
  void Happen(std::size_t source, std::int64_t position, const std::string& data,
              absl::Duration after = {}) {
    feed_.Hear(source, CursorAt(position), LiveEvent{"projects/p", "x.get", data}, kStart + after);
  }
  // The data of what a client at `place` missed; "reset" when that is not known.
  std::vector<std::string> Missed(std::string_view place) const {
    const auto missed = feed_.Since(place);
    if (!missed) return {"reset"};
    std::vector<std::string> data;
    for (const auto& entry : *missed) data.push_back(entry->event.data);
    return data;
  }

  Feed feed_{2};
};

TEST_F(FeedTest, GoesOnWhereAClientStopped) {
  const std::string before = feed_.place();
  Happen(0, 11, "a");
  const std::string between = feed_.place();
  Happen(1, 21, "b");
  EXPECT_THAT(Missed(before), ElementsAre("a", "b"));
  EXPECT_THAT(Missed(between), ElementsAre("b"));
  EXPECT_THAT(Missed(feed_.place()), IsEmpty());
}

TEST_F(FeedTest, GoesOnWhereAnotherGatewayStopped) {
  Happen(0, 11, "a");
  Happen(1, 21, "b");
  // That one heard b before a.
  Feed other(2);
  other.Hear(0, CursorAt(10), std::nullopt, kStart);
  other.Hear(1, CursorAt(21), LiveEvent{"projects/p", "x.get", "b"}, kStart);
  EXPECT_THAT(Missed(other.place()), ElementsAre("a"));
}

TEST_F(FeedTest, ForgetsAfterAMinute) {
  const std::string before = feed_.place();
  Happen(0, 11, "a");
  Heartbeat(1, 20, absl::Seconds(59));
  EXPECT_THAT(Missed(before), ElementsAre("a"));
  Heartbeat(1, 20, absl::Seconds(61));
  EXPECT_THAT(Missed(before), ElementsAre("reset"));
  EXPECT_THAT(Missed(feed_.place()), IsEmpty());
}

TEST_F(FeedTest, KeepsAQuietClientsPlace) {
  const std::string before = feed_.place();
  Heartbeat(1, 20, absl::Minutes(10));
  Happen(0, 11, "a", absl::Minutes(10));
  EXPECT_THAT(Missed(before), ElementsAre("a"));
}

TEST_F(FeedTest, RefusesPlacesItDoesNotKnow) {
  Happen(0, 11, "a");
  for (const char* place : {"", ",", "-,-", "x", "1,2", ".,.", ".x,.y", ".a/b/c,.d/e/f", "-,-,-"}) {
    EXPECT_THAT(Missed(place), ElementsAre("reset")) << place;
  }
  EXPECT_THAT(Missed("." + CursorAt(9) + ",." + CursorAt(20)), ElementsAre("reset"));
}

TEST_F(FeedTest, LetsNobodyResumeOverAGap) {
  const std::string before = feed_.place();
  Happen(0, 11, "a");
  feed_.Forget();
  EXPECT_THAT(Missed(before), ElementsAre("reset"));
  EXPECT_EQ(feed_.At(0), nullptr);
  EXPECT_EQ(feed_.first(), 1u);
}

TEST_F(FeedTest, NumbersItsEntriesForThoseWhoFollow) {
  EXPECT_EQ(feed_.next(), 0u);
  Happen(0, 11, "a");
  EXPECT_EQ(feed_.At(0)->event.data, "a");
  EXPECT_EQ(feed_.At(1), nullptr);
  Heartbeat(0, 11, absl::Seconds(61));
  EXPECT_EQ(feed_.At(0), nullptr);
  EXPECT_EQ(feed_.first(), 1u);
}

TEST(LiveEventTest, ShowsTheResourceAsItsGetDoesAndNobodysName) {
  instance::v1::InstanceChanged changed;
  changed.mutable_instance()->set_name("projects/p/instances/i");
  changed.mutable_instance()->set_state(instance::v1::Instance::RUNNING);
  events::v1::Event event;
  event.set_id("e1");
  event.set_type("nexus.instance.v1.InstanceChanged");
  event.set_subject("projects/p/instances/i");
  event.set_version(3);
  event.set_project("projects/p");
  event.set_actor("users/secret-actor");
  event.set_token("sessions/secret-session");
  event.set_client_address("203.0.113.9");
  event.set_payload(changed.SerializeAsString());

  const auto live = LiveEventOf(event);
  ASSERT_TRUE(live.has_value());
  EXPECT_EQ(live->permission, "instances.get");
  EXPECT_EQ(live->project, "projects/p");
  EXPECT_THAT(live->data,
              HasSubstr(R"("version":"3","resource":{"name":"projects/p/instances/i")"));
  EXPECT_THAT(live->data, HasSubstr(R"("state":"RUNNING")"));
  EXPECT_THAT(live->data, Not(HasSubstr("secret")));
  EXPECT_THAT(live->data, Not(HasSubstr("203.0.113.9")));
  EXPECT_THAT(live->data, Not(HasSubstr("\n")));
}

TEST(LiveEventTest, LeavesOutWhatIsNotForEyesOutside) {
  events::v1::Event event;
  EXPECT_FALSE(LiveEventOf(event).has_value()) << "a heartbeat";
  event.set_type("nexus.auth.v1.UserChanged");
  EXPECT_FALSE(LiveEventOf(event).has_value()) << "no visible_to";
  event.set_type("nexus.future.v1.Whatever");
  EXPECT_FALSE(LiveEventOf(event).has_value()) << "unknown";
  event.set_type("nexus.instance.v1.InstanceChanged");
  event.set_payload("\xff\xff");
  EXPECT_FALSE(LiveEventOf(event).has_value()) << "not readable";
}

}  // namespace
}  // namespace nexus::gateway

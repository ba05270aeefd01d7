#include "libs/events/event_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/call_context.h"
#include "libs/events/event_log.h"
#include "libs/testing/fakes.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/test_database.h"
#include "nexus/events/v1/event_service.pb.h"

namespace nexus::events {

db::Migrations EventMigrations();

namespace {

using ::testing::ElementsAre;
using testing::Fails;
using ::testing::IsEmpty;
using testing::IsOk;

class EventReaderTest : public ::testing::Test {
 protected:
  void Append(db::Transaction& tx, const std::string& subject) {
    log_.Append(tx, MakeEvent(subject, 1, "projects/p", v1::Called()));
  }

  void Announce(const std::string& subject) {
    ASSERT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
      Append(tx, subject);
      return absl::OkStatus();
    }),
                IsOk());
  }

  // The subjects after `cursor_`, which moves on to the last one.
  std::vector<std::string> Read(int limit = 100) {
    const auto page = reader_.ReadAfter(cursor_, limit);
    EXPECT_THAT(page, IsOk());
    held_back_ = page->held_back;
    std::vector<std::string> subjects;
    for (const auto& event : page->events) {
      subjects.push_back(event.subject());
      cursor_ = event.cursor();
    }
    return subjects;
  }

  void AsOwner(const std::string& sql) {
    pqxx::connection connection(database_.owner_connection());
    pqxx::nontransaction(connection).exec(sql);
  }

  testing::TestDatabase database_{"eventtest", EventMigrations()};
  db::Pool pool_{database_.options()};
  testing::SequentialIds ids_;
  db::Notifier notifier_{database_.options(), kEventsChannel};
  EventLog log_{ids_, notifier_};
  EventReader reader_{pool_};
  std::string cursor_;
  bool held_back_ = false;
};

TEST_F(EventReaderTest, ReadsInOrderFromAnyPosition) {
  for (const char* subject : {"a", "b", "c"}) Announce(subject);
  EXPECT_THAT(Read(2), ElementsAre("a", "b"));
  EXPECT_THAT(Read(), ElementsAre("c"));
  EXPECT_THAT(Read(), IsEmpty());
}

// T1 takes its xid, T2 takes a later one, inserts and commits first; then T1
// inserts, with a higher position, and commits. A cursor on position alone
// would have passed T2's row, or T1's for ever.
TEST_F(EventReaderTest, NeverSkipsTheTransactionThatBeganEarlierAndWroteLater) {
  pqxx::connection first(database_.connection());
  pqxx::work t1(first);
  t1.exec("SELECT pg_current_xact_id()");
  Announce("t2");

  EXPECT_THAT(Read(), IsEmpty()) << "t2 must wait while t1, which comes before it, is open";
  EXPECT_TRUE(held_back_);

  db::Transaction tx(t1);
  Append(tx, "t1");
  t1.commit();
  EXPECT_THAT(Read(), ElementsAre("t1", "t2"));
  EXPECT_FALSE(held_back_);
}

TEST_F(EventReaderTest, TellsWhoDidWhatFromWhere) {
  ScopedCallContext scope({.actor = "users/u",
                           .token = "sessions/s",
                           .method = "m",
                           .request_id = "r",
                           .client_address = "192.0.2.1",
                           .user_agent = "test",
                           .project = "projects/p",
                           .resource = "projects/p/things/t",
                           .request_json = "{}"});
  ASSERT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
    log_.RecordCall(tx, "ok");
    return absl::OkStatus();
  }),
              IsOk());
  const auto page = reader_.ReadAfter("", 10);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->events.size(), 1u);
  const v1::Event& event = page->events.front();
  EXPECT_EQ(event.type(), "nexus.events.v1.Called");
  EXPECT_EQ(event.actor(), "users/u");
  EXPECT_EQ(event.subject(), "projects/p/things/t");
  EXPECT_EQ(event.client_address(), "192.0.2.1");
  EXPECT_EQ(event.outcome(), "ok");
}

// A restored base backup: its new transactions have lower xids than cursors
// that consumers hold, so the generation must come first in the order.
TEST_F(EventReaderTest, GoesOnAfterARestoreThatTookTransactionIdsBack) {
  Announce("before");
  EXPECT_THAT(Read(), ElementsAre("before"));
  auto cursor = *DecodeCursor(cursor_);
  cursor.xid += 1'000'000;  // What was read before the loss.
  cursor_ = Encode(cursor);
  AsOwner("UPDATE event_generation SET generation = generation + 1");
  Announce("after");
  EXPECT_THAT(Read(), ElementsAre("after"));
}

TEST_F(EventReaderTest, SaysSoWhenEventsAreNotKeptAnyMore) {
  Announce("old");
  EXPECT_THAT(Read(), ElementsAre("old"));
  AsOwner(
      "UPDATE event_horizon SET (epoch, xid, position) = "
      "('ffffffff.00000001', '9999999'::xid8, 1)");
  EXPECT_THAT(reader_.ReadAfter(cursor_, 10), Fails(absl::StatusCode::kOutOfRange, "EVENTS_LOST"));
  EXPECT_THAT(reader_.ReadAfter("", 10), IsOk());
}

TEST_F(EventReaderTest, RefusesWhatIsNoCursor) {
  for (const char* cursor :
       {"x", "00000001.00000001/1", "00000001.00000001/a/1", "00000001'00000001/1/1"}) {
    EXPECT_THAT(reader_.ReadAfter(cursor, 10),
                Fails(absl::StatusCode::kInvalidArgument, "CURSOR_INVALID"));
  }
}

TEST_F(EventReaderTest, StartsFromSomeTimeAgoOrFromNow) {
  Announce("a");
  cursor_ = *reader_.CursorBefore(absl::Minutes(2));
  EXPECT_THAT(Read(), ElementsAre("a"));
  cursor_ = *reader_.CursorBefore(absl::ZeroDuration());
  Announce("b");
  EXPECT_THAT(Read(), ElementsAre("b"));
}

TEST_F(EventReaderTest, KeepsEventsOutOfTheDefaultPartition) {
  Announce("a");
  pqxx::connection connection(database_.owner_connection());
  pqxx::nontransaction work(connection);
  EXPECT_EQ(work.exec("SELECT count(*) FROM events_default")[0][0].as<int>(), 0);
}

TEST_F(EventReaderTest, LetsNobodyChangeOrDeleteAnEvent) {
  for (const char* sql : {"UPDATE events SET actor = 'x'", "DELETE FROM events"}) {
    pqxx::connection connection(database_.connection());
    pqxx::work work(connection);
    EXPECT_THROW(work.exec(sql), pqxx::insufficient_privilege) << sql;
  }
}

}  // namespace
}  // namespace nexus::events

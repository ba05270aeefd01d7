#include <atomic>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/events/consumer.h"
#include "libs/rpc/runtime.h"
#include "libs/testing/eventually.h"
#include "libs/testing/fake_auth.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/test_database.h"

// Events from one service's table to another's, over the wire.
namespace nexus::rpc {
namespace {

using ::testing::ElementsAre;
using testing::Eventually;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;

db::Migrations ConsumerMigrations() {
  db::Migrations migrations = SharedMigrations();
  migrations.push_back({"test", 1, "0001_effects",
                        "CREATE TABLE effects (id int GENERATED ALWAYS AS IDENTITY, subject text);"
                        "GRANT SELECT, INSERT ON effects TO nexus_audit;"});
  return migrations;
}

class EventFlowTest : public ::testing::Test {
 protected:
  EventFlowTest() {
    ServiceConfig config = testing::TestServiceConfig("billing", auth_);
    config.database = producer_database_.options();
    producer_ = std::make_unique<Runtime>(config, SharedMigrations());
    thread_ = std::thread([this] { producer_->Run({}); });
  }

  ~EventFlowTest() override {
    producer_->Stop();
    thread_.join();
  }

  void Announce(const std::string& subject,
                const google::protobuf::Message& payload = events::v1::Called()) {
    ASSERT_THAT(producer_->pool().InTransaction([&](db::Transaction& tx) {
      producer_->event_log().Append(tx, events::MakeEvent(subject, 1, "", payload));
      return absl::OkStatus();
    }),
                IsOk());
  }

  // A consumer whose effect is a row per event.
  std::unique_ptr<events::Consumer> Consume(
      events::Consumer::Apply before = {},
      std::function<bool(const events::v1::Event&)> concerns = {}) {
    return std::make_unique<events::Consumer>(
        events::Consumer::Options{.consumer = "audit",
                                  .source = "billing",
                                  .lock_connection = consumer_database_.options(),
                                  .types = {events::v1::Called::descriptor()->full_name()},
                                  .concerns = std::move(concerns)},
        pool_, testing::ChannelAs("audit", "billing", producer_->internal_port()),
        [this, before](const events::v1::Event& event) -> absl::Status {
          if (before) NEXUS_RETURN_IF_ERROR(before(event));
          return pool_.InTransaction([&](db::Transaction& tx) {
            tx.Exec("INSERT INTO effects (subject) VALUES ($1)", event.subject());
            return absl::OkStatus();
          });
        });
  }

  std::vector<std::string> Column(const std::string& query) {
    pqxx::connection connection(consumer_database_.owner_connection());
    pqxx::nontransaction work(connection);
    std::vector<std::string> values;
    for (const auto& row : work.exec(query)) values.push_back(row[0].as<std::string>());
    return values;
  }
  std::vector<std::string> Effects() { return Column("SELECT subject FROM effects ORDER BY id"); }

  testing::FakeAuth auth_;
  testing::TestDatabase producer_database_{"billing", SharedMigrations()};
  testing::TestDatabase consumer_database_{"audit", ConsumerMigrations()};
  db::Pool pool_{consumer_database_.options()};
  std::unique_ptr<Runtime> producer_;
  std::thread thread_;
};

TEST_F(EventFlowTest, AppliesEachEventOnceInOrderAcrossRestarts) {
  Announce("a");
  {
    const auto consumer = Consume();
    Announce("b");
    EXPECT_TRUE(Eventually([&] { return Effects().size() == 2; }));
  }
  Announce("c");
  const auto consumer = Consume();
  EXPECT_TRUE(Eventually([&] { return Effects().size() == 3; }));
  EXPECT_THAT(Effects(), ElementsAre("a", "b", "c"));
}

TEST_F(EventFlowTest, IsSentOnlyTheTypesItAsksFor) {
  const auto consumer = Consume();
  Announce("other", events::v1::SubscribeRequest());
  Announce("a");
  EXPECT_TRUE(Eventually([&] { return !Effects().empty(); }));
  EXPECT_THAT(Effects(), ElementsAre("a"));
}

TEST_F(EventFlowTest, PassesByWhatDoesNotConcernItAndKeepsItsPlace) {
  const auto concerns = [](const events::v1::Event& event) { return event.subject() != "none"; };
  for (const std::string round : {"a", "b"}) {
    const auto consumer = Consume({}, concerns);
    for (const std::string& subject : {std::string("none"), round, std::string("none")}) {
      Announce(subject);
    }
    EXPECT_TRUE(Eventually([&] { return !Effects().empty() && Effects().back() == round; }));
  }
  EXPECT_THAT(Effects(), ElementsAre("a", "b"));
}

TEST_F(EventFlowTest, AppliesEachEventOnceHoweverManyReplicasConsume) {
  const auto first = Consume();
  const auto second = Consume();
  for (int i = 0; i < 50; ++i) Announce("e" + std::to_string(i));
  EXPECT_TRUE(Eventually([&] { return Effects().size() >= 50; }));
  EXPECT_THAT(Effects(), SizeIs(50));
}

TEST_F(EventFlowTest, GoesOnWhenItsConnectionsAreCut) {
  const auto consumer = Consume();
  Announce("a");
  EXPECT_TRUE(Eventually([&] { return Effects().size() == 1; }));
  consumer_database_.CutConnections();
  producer_database_.CutConnections();
  EXPECT_TRUE(Eventually([&] {
    return producer_->pool()
        .InTransaction([&](db::Transaction& tx) {
          producer_->event_log().Append(tx, events::MakeEvent("b", 1, "", events::v1::Called()));
          return absl::OkStatus();
        })
        .ok();
  }));
  EXPECT_TRUE(Eventually([&] { return Effects().size() == 2; }));
  EXPECT_THAT(Effects(), ElementsAre("a", "b"));
}

TEST_F(EventFlowTest, ParksWhatFailsByItselfWithAllThatFollowsOfItsSubject) {
  const auto consumer = Consume([](const events::v1::Event& event) {
    return event.subject() == "bad" ? absl::InvalidArgumentError("cannot") : absl::OkStatus();
  });
  for (const char* subject : {"bad", "good", "bad"}) Announce(subject);
  EXPECT_TRUE(Eventually([&] { return Column("SELECT subject FROM parked_events").size() == 2; }));
  EXPECT_THAT(Effects(), ElementsAre("good"));
}

TEST_F(EventFlowTest, RetriesForEverWhatIsNoFaultOfTheEvent) {
  std::atomic<int> refused = 0;
  const auto consumer = Consume([&](const events::v1::Event&) {
    return ++refused < 8 ? absl::UnavailableError("later") : absl::OkStatus();
  });
  Announce("a");
  EXPECT_TRUE(Eventually([&] { return Effects().size() == 1; }));
  EXPECT_THAT(Column("SELECT subject FROM parked_events"), IsEmpty());
}

}  // namespace
}  // namespace nexus::rpc

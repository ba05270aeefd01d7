#include <set>

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "nexus/billing/v1/events.pb.h"
#include "nexus/events/v1/event_service.grpc.pb.h"
#include "tests/contract/billing/billing_world.h"

namespace nexus::billing {
namespace {

using events::v1::Event;
using testing::IsOk;

constexpr char kAccountChanged[] = "nexus.billing.v1.AccountChanged";
constexpr char kCalled[] = "nexus.events.v1.Called";

class BillingEventsTest : public BillingContractTest {
 protected:
  // What billing told of this test's project, as the audit service hears it.
  std::vector<Event> Heard(std::size_t count) {
    const auto stub = events::v1::EventService::NewStub(
        testing::ChannelAs("audit", "billing", world_->process().internal_port()));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    const auto stream = stub->Subscribe(&context, events::v1::SubscribeRequest());
    std::vector<Event> heard;
    Event event;
    while (heard.size() < count && stream->Read(&event)) {
      if (event.project() == project_) heard.push_back(event);
    }
    context.TryCancel();
    return heard;
  }
};

TEST_F(BillingEventsTest, TellOfACreditAndOfTheCallThatMadeIt) {
  const auto credit = Credit(Money(10), "transfer-1");
  ASSERT_THAT(credit, IsOk());
  ASSERT_THAT(Credit(Money(10), "transfer-1"), IsOk());  // A repeat is no news.
  ASSERT_THAT(Credit(Money(5), "transfer-2"), IsOk());

  const auto heard = Heard(4);
  ASSERT_EQ(heard.size(), 4u);
  EXPECT_EQ(heard[0].type(), kAccountChanged);
  EXPECT_EQ(heard[0].subject(), account_name());
  EXPECT_EQ(heard[0].version(), 1);
  EXPECT_EQ(heard[0].actor(), "users/root");
  v1::AccountChanged changed;
  ASSERT_TRUE(changed.ParseFromString(heard[0].payload()));
  EXPECT_EQ(changed.account().wallet().micros(), 10'000'000);
  EXPECT_EQ(changed.transaction().SerializeAsString(), credit->SerializeAsString());

  EXPECT_EQ(heard[1].type(), kCalled);
  EXPECT_EQ(heard[1].outcome(), "ok");
  EXPECT_EQ(heard[1].method(), "nexus.billing.v1.BillingService.CreditAccount");
  EXPECT_EQ(heard[2].version(), 2);
  EXPECT_EQ(heard[3].type(), kCalled);
}

TEST_F(BillingEventsTest, TellOfARefusedCredit) {
  ASSERT_FALSE(Credit(Money(-1)).ok());
  const auto heard = Heard(1);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].type(), kCalled);
  EXPECT_EQ(heard[0].outcome(), "AMOUNT_INVALID");
}

}  // namespace
}  // namespace nexus::billing

#include "simulator/api/tickets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

using ::testing::Eq;
using ::testing::Optional;

constexpr std::int64_t kNow = 1'795'000'000;

class TicketTest : public ::testing::Test {
 protected:
  TicketTest() {
    cluster_.ticket_key = "key";
    cluster_.accounts.users()["root@pam"] = {};
    cluster_.accounts.users()["nexus@pve"].tokens["panel"] = {.secret = "s=3cret"};
  }

  std::string WhoIs(const char* header) {
    http::Request request;
    request.set(boost::beast::http::field::authorization, header);
    const auto identity = Identify(cluster_, request, kNow);
    return identity.ok() ? identity->name() : Text(identity.status());
  }

  Cluster cluster_;
};

TEST_F(TicketTest, LivesForTwoHours) {
  const std::string ticket = MakeTicket(cluster_, "root@pam", kNow);
  EXPECT_THAT(UserOfTicket(cluster_, ticket, kNow + 7100), Optional(Eq("root@pam")));
  EXPECT_EQ(UserOfTicket(cluster_, ticket, kNow + 7300), std::nullopt);
  EXPECT_THAT(UserOfTicket(cluster_, ticket, kNow - 200), Optional(Eq("root@pam")));
  EXPECT_EQ(UserOfTicket(cluster_, ticket, kNow - 600), std::nullopt);
}

TEST_F(TicketTest, IsWorthNothingForgedOrOfADisabledUser) {
  std::string ticket = MakeTicket(cluster_, "nexus@pve", kNow);
  std::string forged = ticket;
  forged.replace(forged.find("nexus@pve"), 9, "root@pam!");
  EXPECT_EQ(UserOfTicket(cluster_, forged, kNow), std::nullopt);
  EXPECT_EQ(UserOfTicket(cluster_, "PVE:", kNow), std::nullopt);
  cluster_.accounts.users()["nexus@pve"].enabled = false;
  EXPECT_EQ(UserOfTicket(cluster_, ticket, kNow), std::nullopt);
}

TEST_F(TicketTest, HasACsrfTokenOfItsUser) {
  const std::string token = MakeCsrfToken(cluster_, "root@pam", kNow);
  EXPECT_TRUE(IsCsrfTokenOf(cluster_, token, "root@pam", kNow + 7000));
  EXPECT_FALSE(IsCsrfTokenOf(cluster_, token, "root@pam", kNow + 7300));
  EXPECT_FALSE(IsCsrfTokenOf(cluster_, token, "nexus@pve", kNow));
  EXPECT_FALSE(IsCsrfTokenOf(cluster_, "", "root@pam", kNow));
}

TEST_F(TicketTest, ATokenMayBeWrittenInSomeWays) {
  EXPECT_EQ(WhoIs("PVEAPIToken=nexus@pve!panel=s=3cret"), "nexus@pve!panel");
  EXPECT_EQ(WhoIs("PVEAPIToken nexus@pve!panel=s=3cret"), "nexus@pve!panel");
  EXPECT_EQ(WhoIs("PVEAPIToken=nexus@pve%21panel=s%3D3cret"), "nexus@pve!panel");
  EXPECT_EQ(WhoIs("PVEAPIToken=nexus@pve!panel:s=3cret"), "Authentication failed!");
  EXPECT_EQ(WhoIs("PVEAPIToken=nexus@pve=s"), "Authentication failed!");
  EXPECT_EQ(WhoIs("Bearer nexus@pve!panel=s=3cret"), "No ticket");
}

TEST_F(TicketTest, ATokenExpires) {
  cluster_.accounts.users()["nexus@pve"].tokens["panel"].expires = kNow - 1;
  EXPECT_EQ(WhoIs("PVEAPIToken=nexus@pve!panel=s=3cret"), "Authentication failed!");
}

}  // namespace
}  // namespace nexus::simulator

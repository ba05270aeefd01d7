#include "services/instance/domain/address_range.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(AddressRangeTest, NeverGivesNetworkBroadcastOrGateway) {
  const auto range = AddressRange::Parse("10.0.0.8/29", "10.0.0.10");
  ASSERT_THAT(range, IsOk());
  EXPECT_THAT(range->Assignable(),
              ElementsAre("10.0.0.9", "10.0.0.11", "10.0.0.12", "10.0.0.13", "10.0.0.14"));
}

TEST(AddressRangeTest, CountsTheWidestAndTheNarrowestRange) {
  EXPECT_THAT(AddressRange::Parse("10.16.0.0/20", "10.16.0.1")->Assignable(), SizeIs(4093));
  EXPECT_THAT(AddressRange::Parse("255.255.255.252/30", "255.255.255.253")->Assignable(),
              ElementsAre("255.255.255.254"));
}

TEST(AddressRangeTest, RefusesWhatIsNoRange) {
  for (const char* cidr : {"", "10.0.0.0", "10.0.0.0/", "10.0.0.0/19", "10.0.0.0/31", "10.0.0.1/24",
                           "10.0.0/24", "10.0.0.256/24", "10.0.0.0.0/24", "010.0.0.0/24",
                           "10.0.0.0/024", "::/24", "10.0.0.0/24 "}) {
    EXPECT_THAT(AddressRange::Parse(cidr, "10.0.0.1"),
                Fails(absl::StatusCode::kInvalidArgument, "CIDR_INVALID"))
        << cidr;
  }
}

TEST(AddressRangeTest, RefusesAGatewayThatIsNoHostOfTheRange) {
  for (const char* gateway : {"", "10.0.0.0", "10.0.0.255", "10.0.1.1", "gateway"}) {
    EXPECT_THAT(AddressRange::Parse("10.0.0.0/24", gateway),
                Fails(absl::StatusCode::kInvalidArgument, "CIDR_INVALID"))
        << gateway;
  }
}

}  // namespace
}  // namespace nexus::instance

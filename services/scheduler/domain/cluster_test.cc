#include "services/scheduler/domain/cluster.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/scheduler/domain/endpoint.h"

namespace nexus::scheduler {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;

std::string Fingerprint(const std::string& byte) {
  std::string text = byte;
  for (int i = 1; i < 32; ++i) text += ":" + byte;
  return text;
}

Cluster Ordinary() {
  return {.id = "demo",
          .endpoints = {"https://10.0.0.1:8006"},
          .fingerprints = {Fingerprint("AB")},
          .token_id = "nexus@pve!panel",
          .token_secret = "0a1b2c3d",
          .first_vmid = 1000,
          .last_vmid = 1999};
}

TEST(ClusterTest, TakesAnOrdinaryOne) {
  Cluster cluster = Ordinary();
  EXPECT_THAT(Normalize(cluster), IsOk());
}

TEST(ClusterTest, BringsFingerprintsIntoTheirNormalForm) {
  Cluster cluster = Ordinary();
  cluster.fingerprints = {Fingerprint("ab")};
  ASSERT_THAT(Normalize(cluster), IsOk());
  EXPECT_EQ(cluster.fingerprints[0], Fingerprint("AB"));
}

TEST(ClusterTest, RefusesBadSlugs) {
  for (const char* slug : {"", "Demo", "a_b", "-a", "a-", "a b"}) {
    Cluster cluster = Ordinary();
    cluster.id = slug;
    EXPECT_THAT(Normalize(cluster), Fails(absl::StatusCode::kInvalidArgument, "SLUG_INVALID"))
        << slug;
  }
}

TEST(ClusterTest, RefusesBadEndpoints) {
  for (const char* endpoint :
       {"", "http://10.0.0.1:8006", "https://10.0.0.1", "10.0.0.1:8006", "https://10.0.0.1:99999",
        "https://a/b:8006", "https://:8006", "https://user@host:8006"}) {
    Cluster cluster = Ordinary();
    cluster.endpoints = {endpoint};
    EXPECT_THAT(Normalize(cluster), Fails(absl::StatusCode::kInvalidArgument, "ENDPOINT_INVALID"))
        << endpoint;
  }
}

TEST(ClusterTest, RefusesBadRangesOfGuestIds) {
  for (const auto& [first, last] :
       {std::pair{99, 200}, {200, 200}, {300, 200}, {100, 1'000'000'000}}) {
    Cluster cluster = Ordinary();
    cluster.first_vmid = first;
    cluster.last_vmid = last;
    EXPECT_THAT(Normalize(cluster),
                Fails(absl::StatusCode::kInvalidArgument, "VMID_RANGE_INVALID"));
  }
}

TEST(ClusterTest, RefusesWhatCannotBePinnedOrSent) {
  Cluster unpinned = Ordinary();
  unpinned.fingerprints = {};
  EXPECT_THAT(Normalize(unpinned), Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  Cluster smuggling = Ordinary();
  smuggling.token_secret = "secret\r\nX-Header: 1";
  EXPECT_THAT(Normalize(smuggling), Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(EndpointTest, ReadsHostsAndBracketedAddresses) {
  EXPECT_EQ(ParseEndpoint("https://pve1.example.net:8006/")->host, "pve1.example.net");
  EXPECT_EQ(ParseEndpoint("https://[2001:db8::1]:8006")->host, "2001:db8::1");
}

}  // namespace
}  // namespace nexus::scheduler

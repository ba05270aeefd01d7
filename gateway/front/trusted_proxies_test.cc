#include "gateway/front/trusted_proxies.h"

#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::gateway {
namespace {

using testing::HasCode;

TEST(TrustedProxiesTest, BelievesNobodyByDefault) {
  EXPECT_EQ(TrustedProxies::Parse("")->ClientOf("10.0.0.1", "203.0.113.9"), "10.0.0.1");
}

TEST(TrustedProxiesTest, TakesTheLastAddressThatIsNoProxy) {
  const auto proxies = TrustedProxies::Parse("10.0.0.0/8, 192.0.2.7,fd00::/8");
  EXPECT_EQ(proxies->ClientOf("10.0.0.1", "198.51.100.1, 203.0.113.9, 192.0.2.7"), "203.0.113.9");
  EXPECT_EQ(proxies->ClientOf("fd00::1", "2001:db8::5"), "2001:db8::5");
  EXPECT_EQ(proxies->ClientOf("203.0.113.1", "198.51.100.1"), "203.0.113.1");
  EXPECT_EQ(proxies->ClientOf("10.0.0.1", ""), "10.0.0.1");
}

TEST(TrustedProxiesTest, TrustsNoTextThatIsNoAddress) {
  const auto proxies = TrustedProxies::Parse("10.0.0.0/8");
  EXPECT_EQ(proxies->ClientOf("10.0.0.1", "203.0.113.9, <script>, 10.0.0.2"), "10.0.0.2");
}

TEST(TrustedProxiesTest, ComparesPartsOfBytes) {
  const auto proxies = TrustedProxies::Parse("172.16.0.0/12");
  EXPECT_TRUE(proxies->Trusts("172.31.255.255"));
  EXPECT_FALSE(proxies->Trusts("172.32.0.0"));
  EXPECT_FALSE(proxies->Trusts("::ffff:172.16.0.1"));
}

TEST(TrustedProxiesTest, RefusesWhatIsNoNetwork) {
  for (const char* list : {"x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::/129"}) {
    EXPECT_THAT(TrustedProxies::Parse(list), HasCode(absl::StatusCode::kInvalidArgument)) << list;
  }
}

}  // namespace
}  // namespace nexus::gateway

#include "gateway/front/call_origin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/fakes.h"

namespace nexus::gateway {
namespace {

using ::testing::MatchesRegex;

class CallOriginTest : public ::testing::Test {
 protected:
  CallOrigin Origin(const std::string& peer = "203.0.113.9") {
    return CallOriginOf(request_, peer, *proxies_, ids_);
  }

  http::Request request_;
  testing::SequentialIds ids_;
  absl::StatusOr<TrustedProxies> proxies_ = TrustedProxies::Parse("10.0.0.0/8");
};

TEST_F(CallOriginTest, MakesARequestIdForStrangersAndKeepsAProxys) {
  request_.set("X-Request-Id", "abc-1");
  EXPECT_EQ(Origin().request_id, "00000000-0000-7000-8000-000000000001");
  EXPECT_EQ(Origin("10.0.0.1").request_id, "abc-1");
  request_.set("X-Request-Id", "a b\"c");
  EXPECT_EQ(Origin("10.0.0.1").request_id, "00000000-0000-7000-8000-000000000002");
}

TEST_F(CallOriginTest, KeepsATraceThatIsOne) {
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  request_.set("traceparent", trace);
  EXPECT_EQ(Origin().traceparent, trace);
  request_.set("traceparent", "00-XYZ");
  EXPECT_THAT(Origin().traceparent, MatchesRegex("00-[0-9a-f]+-[0-9a-f]+-01"));
}

TEST_F(CallOriginTest, TakesTheClientsAddressFromATrustedProxyOnly) {
  request_.set("X-Forwarded-For", "198.51.100.4");
  EXPECT_EQ(Origin().client_address, "203.0.113.9");
  EXPECT_EQ(Origin("10.0.0.1").client_address, "198.51.100.4");
}

TEST_F(CallOriginTest, MakesTheUserAgentPrintableAndShort) {
  request_.set(boost::beast::http::field::user_agent, "Mozilla\x80\t" + std::string(999, 'x'));
  EXPECT_EQ(Origin().user_agent.substr(0, 9), "Mozilla??");
  EXPECT_EQ(Origin().user_agent.size(), 256u);
}

}  // namespace
}  // namespace nexus::gateway

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/session/cookie.h"
#include "gateway/session/credential.h"
#include "gateway/session/csrf.h"
#include "libs/testing/status_matchers.h"

namespace nexus::gateway {
namespace {

using boost::beast::http::field;
using boost::beast::http::verb;
using testing::Fails;
using ::testing::HasSubstr;
using testing::IsOk;

TEST(SessionCookieTest, FindsTheSessionAmongOtherCookies) {
  EXPECT_EQ(SessionInCookies("a=b; __Host-nexus_session=abc; c=d"), "abc");
  EXPECT_EQ(SessionInCookies("__Host-nexus_session=abc"), "abc");
  EXPECT_EQ(SessionInCookies("__Host-nexus_session=first;__Host-nexus_session=second"), "first");
}

TEST(SessionCookieTest, FindsNoneInStrangeHeaders) {
  for (const char* cookies :
       {"", ";", "=", "__Host-nexus_session", "__Host-nexus_session=", "x__Host-nexus_session=a",
        "__host-nexus_session=a", "a=__Host-nexus_session=b"}) {
    EXPECT_EQ(SessionInCookies(cookies), "") << cookies;
  }
}

TEST(SessionCookieTest, IsOnlyForThisHostAndForNoScript) {
  EXPECT_EQ(SessionCookie("abc"),
            "__Host-nexus_session=abc; Path=/; Secure; HttpOnly; SameSite=Strict");
  EXPECT_THAT(SessionCookie(""), HasSubstr("Max-Age=0"));
}

class CsrfTest : public ::testing::Test {
 protected:
  CsrfTest() {
    request_.method(verb::post);
    request_.set(field::host, "panel.example:8443");
    request_.set(field::origin, "https://panel.example:8443");
    request_.set(kCsrfHeader, CsrfToken("s1"));
  }

  absl::Status Check(bool public_method = false, std::string_view public_origin = "") {
    return CheckCsrf(request_, session_, public_method, public_origin);
  }

  http::Request request_;
  Credential session_{Credential::Kind::kSession, "s1"};
};

TEST_F(CsrfTest, AcceptsOurOwnPage) { EXPECT_THAT(Check(), IsOk()); }

TEST_F(CsrfTest, AcceptsThePublicOriginBehindAProxy) {
  request_.set(field::origin, "https://cloud.example");
  EXPECT_THAT(Check(false, "https://cloud.example"), IsOk());
}

TEST_F(CsrfTest, RefusesAnotherOrigin) {
  for (const char* origin : {"https://evil.example", "null", "http://panel.example:8443",
                             "https://panel.example", "https://panel.example:8443.evil.example"}) {
    request_.set(field::origin, origin);
    EXPECT_THAT(Check(), Fails(absl::StatusCode::kPermissionDenied, "CSRF_INVALID")) << origin;
  }
}

TEST_F(CsrfTest, RefusesASessionWithoutAnOrigin) {
  request_.erase(field::origin);
  EXPECT_THAT(Check(), Fails(absl::StatusCode::kPermissionDenied, "CSRF_INVALID"));
}

TEST_F(CsrfTest, RefusesATokenThatIsMissingOrOfAnotherSession) {
  request_.set(kCsrfHeader, CsrfToken("s2"));
  EXPECT_THAT(Check(), Fails(absl::StatusCode::kPermissionDenied, "CSRF_INVALID"));
  request_.erase(kCsrfHeader);
  EXPECT_THAT(Check(), Fails(absl::StatusCode::kPermissionDenied, "CSRF_INVALID"));
}

TEST_F(CsrfTest, AsksNothingOfAReadOrAnApiToken) {
  request_.erase(kCsrfHeader);
  request_.set(field::origin, "https://evil.example");
  session_.kind = Credential::Kind::kToken;
  EXPECT_THAT(Check(), IsOk());
  session_.kind = Credential::Kind::kSession;
  request_.method(verb::get);
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(CsrfTest, LetsOneLogInWithAnOldCookieButNotFromAnotherSite) {
  request_.erase(kCsrfHeader);
  EXPECT_THAT(Check(/*public_method=*/true), IsOk());
  request_.set(field::origin, "https://evil.example");
  EXPECT_THAT(Check(/*public_method=*/true),
              Fails(absl::StatusCode::kPermissionDenied, "CSRF_INVALID"));
}

TEST_F(CsrfTest, LetsAProgramLogInWithoutAnOrigin) {
  session_ = {};
  request_.erase(field::origin);
  EXPECT_THAT(Check(/*public_method=*/true), IsOk());
}

TEST(CredentialTest, PrefersTheApiToken) {
  http::Request request;
  request.set(field::cookie, "__Host-nexus_session=abc");
  EXPECT_EQ(CredentialOf(request).kind, Credential::Kind::kSession);
  request.set(field::authorization, "Bearer nxs_x");
  EXPECT_EQ(CredentialOf(request).kind, Credential::Kind::kToken);
  EXPECT_EQ(CredentialOf(request).secret, "nxs_x");
}

TEST(CredentialTest, IgnoresAnotherWayToAuthorize) {
  http::Request request;
  request.set(field::authorization, "Basic dTpw");
  EXPECT_EQ(CredentialOf(request).kind, Credential::Kind::kNone);
}

}  // namespace
}  // namespace nexus::gateway

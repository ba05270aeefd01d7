#include <cstdint>
#include <set>

#include "google/protobuf/util/time_util.h"
#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/auth/auth_suite.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Eventually;
using ::nexus::testing::Fails;
using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::ApiTokenService::Stub;

constexpr auto kNobody = absl::StatusCode::kUnauthenticated;

class AuthApiTokensTest : public AuthContractTest {
 protected:
  AuthApiTokensTest() : ada_(NewUser()), project_(ada_.user.personal_project()) {}

  absl::StatusOr<v1::ListApiTokensResponse> List(Stub& stub, const Credentials& credentials,
                                                 int size = 0, const std::string& page = {}) {
    v1::ListApiTokensRequest request;
    request.set_parent(project_);
    request.set_page_size(size);
    request.set_page_token(page);
    return Call(stub, &Stub::ListApiTokens, request, credentials);
  }

  absl::StatusOr<v1::ListApiTokensResponse> List(int size = 0, const std::string& page = {}) {
    return List(*suite_->gateway().tokens, As(ada_, project_), size, page);
  }

  absl::Status Revoke(const std::string& name, const Browser& browser,
                      const std::string& request_id = {}) {
    v1::RevokeApiTokenRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return Call(*suite_->gateway().tokens, &Stub::RevokeApiToken, request,
                As(browser, name.substr(0, name.find("/apiTokens"))))
        .status();
  }

  Browser ada_;
  std::string project_;
};

TEST_F(AuthApiTokensTest, LetProgramsInAtThePublicListener) {
  const auto created = CreateToken(ada_);
  ASSERT_THAT(created, IsOk());
  const auto listed = List(*suite_->integrator().tokens, With(created->secret()));
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->api_tokens(), SizeIs(1));
  EXPECT_EQ(listed->api_tokens(0).name(), created->api_token().name());
  EXPECT_TRUE(listed->api_tokens(0).has_last_use_time());
}

TEST_F(AuthApiTokensTest, CannotBeLoggedOut) {
  const auto created = CreateToken(ada_);
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(Call(*suite_->integrator().auth, &v1::AuthService::Stub::LogOut, v1::LogOutRequest(),
                   With(created->secret())),
              Fails(absl::StatusCode::kFailedPrecondition, "NOT_A_SESSION"));
}

TEST_F(AuthApiTokensTest, EndAtOnceWhenRevoked) {
  const auto created = CreateToken(ada_);
  ASSERT_THAT(created, IsOk());
  v1::ExchangeTokenRequest request;
  request.set_token(created->secret());
  request.set_project(project_);
  const auto exchange = [&] {
    return Call(*suite_->gateway().auth, &v1::AuthService::Stub::ExchangeToken, request);
  };
  const auto before = exchange();
  ASSERT_THAT(before, IsOk());

  ASSERT_THAT(Revoke(created->api_token().name(), ada_, "once"), IsOk());
  EXPECT_THAT(Revoke(created->api_token().name(), ada_, "once"), IsOk());
  EXPECT_THAT(Revoke(created->api_token().name(), ada_), IsOk());
  EXPECT_THAT(exchange(), Fails(kNobody, "TOKEN_INVALID"));
  EXPECT_THAT(List(*suite_->integrator().tokens, With(created->secret())),
              Fails(kNobody, "TOKEN_INVALID"));
  const Credentials old_assertion = {{rpc::kAssertionKey, before->SerializeAsString()}};
  EXPECT_TRUE(Eventually([&] {
    return ReasonOf(List(*suite_->gateway().tokens, old_assertion).status()) == "UNAUTHENTICATED";
  }));
  EXPECT_THAT(List()->api_tokens(), IsEmpty());
}

TEST_F(AuthApiTokensTest, AreMadeOncePerRequestAndTellTheirSecretOnce) {
  const auto answers = testing::RunInParallel(4, 1, [&] { return CreateToken(ada_, "deploy"); });
  EXPECT_THAT(answers, Contains(IsOk()));
  const auto again = CreateToken(ada_, "deploy");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->secret(), "");
  EXPECT_THAT(List()->api_tokens(), SizeIs(1));
  EXPECT_EQ(List()->api_tokens(0).name(), again->api_token().name());

  v1::CreateApiTokenRequest other;
  other.set_parent(project_);
  other.mutable_api_token()->set_display_name("another");
  other.set_request_id("deploy");
  EXPECT_THAT(Call(*suite_->gateway().tokens, &Stub::CreateApiToken, other, As(ada_, project_)),
              Fails(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(AuthApiTokensTest, RefuseAnEndInThePast) {
  v1::CreateApiTokenRequest request;
  request.set_parent(project_);
  request.mutable_api_token()->set_display_name("late");
  *request.mutable_api_token()->mutable_expire_time() =
      google::protobuf::util::TimeUtil::SecondsToTimestamp(1);
  const auto create = [&] {
    return Call(*suite_->gateway().tokens, &Stub::CreateApiToken, request, As(ada_, project_));
  };
  EXPECT_THAT(create(), Fails(absl::StatusCode::kInvalidArgument, "EXPIRE_TIME_PAST"));
  request.mutable_api_token()->mutable_expire_time()->set_seconds(INT64_MAX);
  EXPECT_THAT(create(), Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  request.mutable_api_token()->clear_display_name();
  EXPECT_THAT(create(), Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(AuthApiTokensTest, AreHiddenFromStrangers) {
  const auto created = CreateToken(ada_);
  ASSERT_THAT(created, IsOk());
  const Browser eve = NewUser();
  EXPECT_THAT(List(*suite_->gateway().tokens, As(eve, project_)),
              Fails(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(Revoke(created->api_token().name(), eve),
              Fails(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(List(*suite_->gateway().tokens, {}), Fails(kNobody, "UNAUTHENTICATED"));
  EXPECT_THAT(List(*suite_->integrator().tokens, With("nxs_nonsense")),
              Fails(kNobody, "TOKEN_INVALID"));
}

TEST_F(AuthApiTokensTest, CannotBeRevokedByAnotherMember) {
  const auto created = CreateToken(ada_);
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(Revoke(created->api_token().name(), NewAdministrator()),
              Fails(absl::StatusCode::kNotFound, "API_TOKEN_NOT_FOUND"));
  EXPECT_THAT(Revoke(project_ + "/apiTokens/none", ada_),
              Fails(absl::StatusCode::kNotFound, "API_TOKEN_NOT_FOUND"));
}

TEST_F(AuthApiTokensTest, ComeInPagesThatShowEachOnce) {
  for (int i = 0; i < 5; ++i) ASSERT_THAT(CreateToken(ada_), IsOk());
  std::set<std::string> seen;
  std::string page;
  do {
    const auto answer = List(2, page);
    ASSERT_THAT(answer, IsOk());
    for (const auto& token : answer->api_tokens()) EXPECT_TRUE(seen.insert(token.name()).second);
    page = answer->next_page_token();
    ASSERT_THAT(CreateToken(ada_), IsOk());  // Newer ones do not push older ones about.
  } while (!page.empty());
  EXPECT_THAT(seen, SizeIs(5));
  EXPECT_THAT(List(2, "foreign"), Fails(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(List(-1), HasReason("FIELD_INVALID"));
}

}  // namespace
}  // namespace nexus::auth

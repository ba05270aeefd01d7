#include <gtest/gtest.h>

#include "libs/rpc/page_token.h"
#include "libs/rpc/principal.h"
#include "libs/rpc/resource_name.h"
#include "libs/rpc/serve.h"
#include "libs/testing/status_matchers.h"
#include "nexus/auth/v1/auth_service.pb.h"
#include "nexus/instance/v1/instance_service.pb.h"

namespace nexus::rpc {
namespace {

using testing::Fails;
using testing::HasCode;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Optional;

instance::v1::CreateInstanceRequest GoodCreate() {
  instance::v1::CreateInstanceRequest request;
  request.set_parent("projects/p");
  request.mutable_instance()->set_display_name("web-1");
  request.mutable_instance()->set_plan("plans/small");
  request.mutable_instance()->set_image("images/debian-12");
  return request;
}

TEST(CheckFieldsTest, ClearsWhatOnlyTheServerMaySet) {
  auto request = GoodCreate();
  request.mutable_instance()->set_state(instance::v1::Instance::RUNNING);
  request.mutable_instance()->set_ipv4_address("10.0.0.1");
  ASSERT_THAT(CheckFields(request), IsOk());
  EXPECT_EQ(request.instance().state(), instance::v1::Instance::STATE_UNSPECIFIED);
  EXPECT_EQ(request.instance().ipv4_address(), "");
}

TEST(CheckFieldsTest, NamesEachFieldThatIsMissing) {
  auto request = GoodCreate();
  request.mutable_instance()->clear_plan();
  const absl::Status status = CheckFields(request);
  EXPECT_THAT(status, Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_EQ(MetadataOf(status).at("field"), "instance.plan");
}

TEST(CheckFieldsTest, RefusesTextThatIsTooLongOrNotPrintable) {
  auto request = GoodCreate();
  request.mutable_instance()->set_display_name(std::string(64, 'a'));
  EXPECT_THAT(CheckFields(request), HasCode(absl::StatusCode::kInvalidArgument));
  request = GoodCreate();
  request.set_request_id("line\nbreak");
  EXPECT_THAT(CheckFields(request), HasCode(absl::StatusCode::kInvalidArgument));
  request = GoodCreate();
  for (int i = 0; i < 21; ++i) request.mutable_instance()->add_ssh_keys("k");
  EXPECT_THAT(CheckFields(request), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(RedactedTest, HasNoSecretAtAnyDepth) {
  auth::v1::LogInRequest request;
  request.set_email("a@example.org");
  request.set_password("hunter2");
  const std::string shown = Redacted(request)->ShortDebugString();
  EXPECT_EQ(shown.find("hunter2"), std::string::npos);
  EXPECT_NE(shown.find("a@example.org"), std::string::npos);
}

TEST(ResourceOfTest, FindsTheNameTheParentOrTheResourceInside) {
  EXPECT_EQ(ResourceOf(GoodCreate()), "projects/p");
  instance::v1::GetInstanceRequest get;
  get.set_name("projects/p/instances/i");
  EXPECT_EQ(ResourceOf(get), "projects/p/instances/i");
  EXPECT_EQ(ProjectOf("projects/p/instances/i"), "projects/p");
  EXPECT_EQ(ProjectOf("projects/"), "");
  EXPECT_EQ(ProjectOf("plans/x"), "");
}

TEST(SegmentTest, GivesTheIdsOfANameThatMatches) {
  EXPECT_THAT(Segment("projects/p/instances/i", "projects/*/instances/*", 1),
              Optional(std::string("i")));
  EXPECT_EQ(Segment("projects/p/instances/", "projects/*/instances/*", 1), std::nullopt);
  EXPECT_EQ(Segment("projects/p/tasks/i", "projects/*/instances/*", 1), std::nullopt);
}

TEST(PageTokenTest, BelongsToItsListOnly) {
  instance::v1::ListInstancesRequest request;
  request.set_parent("projects/p");
  request.set_page_size(10);
  const std::string token = MakePageToken(request, "key-of-last");
  request.set_page_size(20);
  request.set_page_token(token);
  EXPECT_THAT(LastKeyOf(request), IsOkAndHolds(std::string("key-of-last")));
  request.set_parent("projects/q");
  EXPECT_THAT(LastKeyOf(request), Fails(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_page_token("garbage");
  EXPECT_THAT(LastKeyOf(request), Fails(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST(PageSizeTest, IsBounded) {
  EXPECT_THAT(PageSize(0), IsOkAndHolds(50));
  EXPECT_THAT(PageSize(1000), IsOkAndHolds(200));
  EXPECT_THAT(PageSize(-1), HasCode(absl::StatusCode::kInvalidArgument));
}

class AuthorizeTest : public ::testing::Test {
 protected:
  AuthorizeTest() {
    member_.has_assertion = true;
    member_.assertion.set_subject("users/u");
    member_.assertion.set_project("projects/p");
    member_.assertion.set_member(true);
    member_.assertion.add_permissions("instances.get");
  }

  const google::protobuf::MethodDescriptor& get_ =
      Serve::Method("nexus.instance.v1.InstanceService", "GetInstance");
  Principal member_;
};

TEST_F(AuthorizeTest, LetsAMemberWithThePermissionIn) {
  EXPECT_THAT(Authorize(member_, get_, "projects/p/instances/i"), IsOk());
}

TEST_F(AuthorizeTest, HidesAProjectFromStrangers) {
  EXPECT_THAT(Authorize(member_, get_, "projects/q/instances/i"),
              HasCode(absl::StatusCode::kNotFound));
  member_.assertion.set_member(false);
  EXPECT_THAT(Authorize(member_, get_, "projects/p/instances/i"),
              HasCode(absl::StatusCode::kNotFound));
}

TEST_F(AuthorizeTest, TellsAMemberWhatIsMissing) {
  member_.assertion.clear_permissions();
  const absl::Status status = Authorize(member_, get_, "projects/p/instances/i");
  EXPECT_THAT(status, HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(MetadataOf(status).at("permission"), "instances.get");
}

TEST_F(AuthorizeTest, KeepsNobodyOutOfAllButPublicMethods) {
  EXPECT_THAT(Authorize({}, get_, "projects/p/instances/i"),
              HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(Authorize({}, Serve::Method("nexus.auth.v1.AuthService", "LogIn"), ""), IsOk());
}

TEST_F(AuthorizeTest, KeepsAdministrationAndInternalMethodsFromMembers) {
  EXPECT_THAT(
      Authorize(member_, Serve::Method("nexus.instance.v1.CatalogService", "CreatePlan"), ""),
      HasCode(absl::StatusCode::kPermissionDenied));
  const auto& reserve = Serve::Method("nexus.billing.v1.BillingService", "ReserveFunds");
  EXPECT_THAT(Authorize(member_, reserve, ""), HasCode(absl::StatusCode::kPermissionDenied));
  Principal peer;
  peer.peer = "audit";
  EXPECT_THAT(Authorize(peer, reserve, ""), HasCode(absl::StatusCode::kPermissionDenied));
  peer.peer = "instance";
  EXPECT_THAT(Authorize(peer, reserve, ""), IsOk());
}

}  // namespace
}  // namespace nexus::rpc

#include "gateway/transcode/request_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/contract/contract.h"
#include "gateway/transcode/message_json.h"
#include "libs/testing/status_matchers.h"
#include "nexus/audit/v1/audit_service.pb.h"
#include "nexus/auth/v1/auth_service.pb.h"
#include "nexus/instance/v1/instance_service.pb.h"

namespace nexus::gateway {
namespace {

using testing::Fails;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class RequestReaderTest : public ::testing::Test {
 protected:
  // Reads what a client sent to `path` into `request`.
  absl::Status Read(google::protobuf::Message& request, std::string_view verb,
                    std::string_view path, RequestParts parts) {
    const auto match = router_.Find(verb, path);
    if (!match.ok()) return match.status();
    if (parts.content_type.empty()) parts.content_type = "application/json; charset=utf-8";
    return ReadRequest(*match, parts, request);
  }

  absl::Status Create(RequestParts parts) {
    return Read(create_, "POST", "/api/v1/projects/p/instances", parts);
  }
  absl::Status ListAudit(std::string_view query) {
    return Read(audit_, "GET", "/api/v1/projects/p/auditRecords", {.query = query});
  }

  static std::vector<Binding> Bindings() {
    std::vector<Binding> all;
    for (const auto* service : ServicesIn(*google::protobuf::DescriptorPool::generated_pool())) {
      for (Binding& binding : BindingsOf(*service)) all.push_back(std::move(binding));
    }
    return all;
  }

  const Router router_{Bindings()};
  instance::v1::CreateInstanceRequest create_;
  audit::v1::ListAuditRecordsRequest audit_;
};

TEST_F(RequestReaderTest, ReadsTheBodyAndLetsThePathWin) {
  ASSERT_THAT(Create({.body = R"({"parent":"projects/other","instance":{"displayName":"web",
                                "plan":"plans/s"},"validateOnly":true})"}),
              IsOk());
  EXPECT_EQ(create_.parent(), "projects/p");
  EXPECT_EQ(create_.instance().display_name(), "web");
  EXPECT_TRUE(create_.validate_only());
}

TEST_F(RequestReaderTest, TakesNoBodyForAnEmptyRequest) {
  ASSERT_THAT(Create({}), IsOk());
  EXPECT_EQ(create_.parent(), "projects/p");
}

TEST_F(RequestReaderTest, CopiesTheIdempotencyKey) {
  ASSERT_THAT(Create({.body = "{}", .idempotency_key = "click-1"}), IsOk());
  EXPECT_EQ(create_.request_id(), "click-1");
}

TEST_F(RequestReaderTest, RefusesTwoDifferentRequestIds) {
  EXPECT_THAT(Create({.body = R"({"requestId":"a"})", .idempotency_key = "b"}),
              Fails(kInvalid, "FIELD_INVALID"));
}

TEST_F(RequestReaderTest, IgnoresAnIdempotencyKeyThatTheRequestHasNoPlaceFor) {
  ASSERT_THAT(Read(audit_, "GET", "/api/v1/projects/p/auditRecords", {.idempotency_key = "x"}),
              IsOk());
}

TEST_F(RequestReaderTest, ReadsNestedFieldsAndTimesFromTheQueryInBothSpellings) {
  ASSERT_THAT(ListAudit("pageSize=20&filter.actor=users%2Fu+1&filter.start_time="
                        "2026-01-02T03:04:05Z&filter.endTime=2026-01-02T03:04:06.5Z"),
              IsOk());
  EXPECT_EQ(audit_.parent(), "projects/p");
  EXPECT_EQ(audit_.page_size(), 20);
  EXPECT_EQ(audit_.filter().actor(), "users/u 1");
  EXPECT_EQ(audit_.filter().start_time().seconds(), 1767323045);
  EXPECT_EQ(audit_.filter().end_time().nanos(), 500'000'000);
}

TEST_F(RequestReaderTest, RefusesQueriesThatMeanNothing) {
  for (const char* query :
       {"pageSize=x", "pageSize=1.5", "pageSize=99999999999", "pageSize", "nosuch=1", "filter=1",
        "filter.nosuch=1", "filter.actor.x=1", ".=1", "=1", "filter.startTime=yesterday",
        "filter.startTime=%22", "filter.startTime=2026-01-02T03:04:05Z%22%2C%22", "pageToken=%",
        "pageToken=%zz", "pageToken=%ff", "%ff=1", "pageToken=%00"}) {
    EXPECT_THAT(ListAudit(query), Fails(kInvalid, "FIELD_INVALID")) << query;
  }
}

TEST_F(RequestReaderTest, LetsNoQueryOverrideThePath) {
  ASSERT_THAT(ListAudit("parent=projects/other"), IsOk());
  EXPECT_EQ(audit_.parent(), "projects/p");
}

TEST_F(RequestReaderTest, RefusesAQueryWhereTheBodyIsTheRequest) {
  EXPECT_THAT(Create({.query = "validateOnly=true", .body = "{}"}),
              Fails(kInvalid, "FIELD_INVALID"));
}

TEST_F(RequestReaderTest, RefusesBodiesThatAreNotTheRequest) {
  const std::string deep =
      R"({"instance":)" + std::string(5000, '[') + std::string(5000, ']') + "}";
  for (const std::string& body :
       {std::string("x"), std::string("5"), std::string("null"), std::string("[]"),
        std::string("\"a\""), std::string("{"), std::string("}"), std::string("{}}"),
        std::string("{} {}"), std::string(" "), std::string("{\"a\"}"),
        std::string(R"({"nosuch":1})"), std::string(R"({"instance":5})"),
        std::string(R"({"instance":[]})"), std::string(R"({"validateOnly":"perhaps"})"),
        std::string(R"({"parent":"a" "b"})"), std::string("{\"parent\":\"\xff\xfe\"}"),
        std::string(R"({"instance":{"displayName":"a)"), deep}) {
    create_.Clear();
    const absl::Status status = Create({.body = body});
    EXPECT_THAT(status, Fails(kInvalid, "BODY_INVALID")) << body.substr(0, 60);
    EXPECT_THAT(MessageOf(status), Not(HasSubstr("\n")));
    EXPECT_LT(status.message().size(), 300u);
  }
}

TEST_F(RequestReaderTest, RefusesABodyThatIsNotSaidToBeJson) {
  EXPECT_THAT(Create({.content_type = "text/plain", .body = "{}"}),
              Fails(kInvalid, "BODY_INVALID"));
}

TEST_F(RequestReaderTest, RefusesABodyWhereTheMethodTakesNone) {
  EXPECT_THAT(Read(audit_, "GET", "/api/v1/projects/p/auditRecords", {.body = "{}"}),
              Fails(kInvalid, "BODY_INVALID"));
}

TEST(MessageJsonTest, ShowsZeroValuesAndInt64AsText) {
  instance::v1::Instance instance;
  instance.set_version(7);
  const auto json = MessageJson(instance);
  ASSERT_THAT(json, IsOk());
  EXPECT_THAT(*json, HasSubstr(R"("version":"7")"));
  EXPECT_THAT(*json, HasSubstr(R"("displayName":"")"));
  EXPECT_THAT(*json, HasSubstr(R"("state":"STATE_UNSPECIFIED")"));
  EXPECT_THAT(*json, Not(HasSubstr("createTime")));
}

TEST(MessageJsonTest, ReportsATimeThatJsonCannotShow) {
  instance::v1::Instance instance;
  instance.mutable_create_time()->set_seconds(-99999999999999);
  EXPECT_THAT(MessageJson(instance), testing::HasCode(absl::StatusCode::kInternal));
}

TEST(TakeSessionTest, MovesTheSessionOutOfTheAnswer) {
  auth::v1::LogInResponse answer;
  answer.set_session("secret");
  EXPECT_EQ(TakeSession(answer), "secret");
  EXPECT_THAT(*MessageJson(answer), Not(HasSubstr("session")));
  EXPECT_EQ(TakeSession(answer), std::nullopt);
}

TEST(TakeSessionTest, KnowsAnEndedSessionFromNone) {
  auth::v1::LogOutResponse answer;
  EXPECT_EQ(TakeSession(answer), std::nullopt);
  answer.set_session("");
  EXPECT_EQ(TakeSession(answer), "");
}

}  // namespace
}  // namespace nexus::gateway

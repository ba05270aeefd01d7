#include "gateway/transcode/error_json.h"

#include "google/rpc/error_details.pb.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"

namespace nexus::gateway {
namespace {

using testing::Fails;
using ::testing::HasSubstr;
using ::testing::Not;

absl::Status Make(absl::StatusCode code, std::string_view reason, std::string_view message = "m") {
  return MakeError(code, reason, "billing.nexus", message, {{"account", "projects/p"}});
}

TEST(HttpStatusTest, FollowsTheCodeAndSomeReasons) {
  using absl::StatusCode;
  EXPECT_EQ(HttpStatusOf(absl::OkStatus()), 200);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kInvalidArgument, "FIELD_INVALID")), 400);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED")), 422);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kUnauthenticated, "UNAUTHENTICATED")), 401);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS")), 402);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kFailedPrecondition, "NO_PRICE")), 409);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kPermissionDenied, "PERMISSION_DENIED")), 403);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kNotFound, "NOT_FOUND")), 404);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kAlreadyExists, "EMAIL_TAKEN")), 409);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kAborted, "REQUEST_IN_PROGRESS")), 409);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kResourceExhausted, "LOCKED_OUT")), 429);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kResourceExhausted, "NO_ADDRESS_LEFT")), 409);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kUnavailable, "OVERLOADED")), 503);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED")), 504);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kUnimplemented, "X")), 501);
  EXPECT_EQ(HttpStatusOf(Make(StatusCode::kInternal, "INTERNAL")), 500);
  EXPECT_EQ(HttpStatusOf(absl::UnknownError("?")), 500);
}

TEST(HttpStatusTest, TakesAQuotaFailureForAConflict) {
  absl::Status status = Make(absl::StatusCode::kResourceExhausted, "TOO_MANY_INSTANCES");
  google::rpc::QuotaFailure failure;
  status.SetPayload("type.googleapis.com/google.rpc.QuotaFailure",
                    absl::Cord(failure.SerializeAsString()));
  EXPECT_EQ(HttpStatusOf(status), 409);
}

TEST(ErrorJsonTest, ShowsCodeMessageAndDetailsWithTheirTypes) {
  const absl::Status status = WithRetryAfter(
      Make(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS", "too little"),
      absl::Milliseconds(1500));
  const auto json = nlohmann::json::parse(ErrorJson(status));
  EXPECT_EQ(json.at("code"), 9);
  EXPECT_EQ(json.at("message"), "too little");
  std::map<std::string, nlohmann::json> details;
  for (const auto& detail : json.at("details")) details[detail.at("@type")] = detail;
  const auto& info = details.at("type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(info.at("reason"), "INSUFFICIENT_FUNDS");
  EXPECT_EQ(info.at("metadata").at("account"), "projects/p");
  EXPECT_EQ(details.at("type.googleapis.com/google.rpc.RetryInfo").at("retryDelay"), "1.500s");
}

TEST(ErrorJsonTest, IsJsonWhateverTheMessageHolds) {
  const absl::Status status = Make(absl::StatusCode::kInvalidArgument, "BODY_INVALID",
                                   std::string("quote\" line\n nul\0 bad\xff", 22));
  const auto json = nlohmann::json::parse(ErrorJson(status));
  EXPECT_THAT(json.at("message").get<std::string>(), HasSubstr("quote\" line\n"));
}

TEST(ErrorJsonTest, NamesADetailThatItCannotRead) {
  absl::Status status = Make(absl::StatusCode::kAborted, "CLOSED");
  status.SetPayload("type.googleapis.com/nexus.future.v9.Detail", absl::Cord("\x08\x01"));
  EXPECT_THAT(ErrorJson(status), HasSubstr("nexus.future.v9.Detail"));
}

TEST(ForClientsTest, TellsNothingOfOurInsides) {
  const absl::Status shown =
      ForClients(absl::UnavailableError("failed to connect to ipv4:10.0.0.1:7101"));
  EXPECT_THAT(shown, Fails(absl::StatusCode::kUnavailable, "UNAVAILABLE"));
  EXPECT_THAT(MessageOf(shown), Not(HasSubstr("10.0.0.1")));
  EXPECT_THAT(ForClients(absl::UnknownError("std::bad_alloc")),
              Fails(absl::StatusCode::kInternal, "INTERNAL"));
  EXPECT_THAT(ForClients(absl::DeadlineExceededError("Deadline Exceeded")),
              Fails(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED"));
}

TEST(ForClientsTest, KeepsWhatAServiceSaid) {
  const absl::Status status = Make(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND", "no plans/x");
  EXPECT_EQ(ForClients(status), status);
}

}  // namespace
}  // namespace nexus::gateway

#include "libs/rpc/serve.h"

#include <atomic>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/rpc/channel.h"
#include "libs/rpc/runtime.h"
#include "libs/rpc/status.h"
#include "libs/testing/eventually.h"
#include "libs/testing/fake_auth.h"
#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/test_database.h"
#include "nexus/billing/v1/billing_service.grpc.pb.h"
#include "nexus/billing/v1/error_reason.pb.h"

namespace nexus::rpc {
namespace {

using billing::v1::BillingService;
using testing::Caller;
using ::testing::Each;
using testing::Fails;
using testing::HasCode;
using testing::IsOk;

// The least service: counts how often its bodies really ran.
class CountingHandler : public BillingService::CallbackService {
 public:
  explicit CountingHandler(Serve& serve) : serve_(serve) {}

  grpc::ServerUnaryReactor* CreditAccount(grpc::CallbackServerContext* context,
                                          const billing::v1::CreditAccountRequest* request,
                                          billing::v1::Transaction* response) override {
    return serve_.Unary<BillingService>(
        *context, "CreditAccount", *request, *response, [this](const auto& call) -> absl::Status {
          if (call.request.reason() == "refuse") {
            return Error(absl::StatusCode::kInvalidArgument, billing::v1::AMOUNT_INVALID, "no");
          }
          call.response.set_name("transactions/" + std::to_string(++credits_));
          return absl::OkStatus();
        });
  }

  grpc::ServerUnaryReactor* GetBillingAccount(grpc::CallbackServerContext* context,
                                              const billing::v1::GetBillingAccountRequest* request,
                                              billing::v1::BillingAccount* response) override {
    return serve_.Unary<BillingService>(*context, "GetBillingAccount", *request, *response,
                                        [](const auto& call) -> absl::Status {
                                          call.response.set_name(call.request.name());
                                          return absl::OkStatus();
                                        });
  }

  grpc::ServerUnaryReactor* ReserveFunds(grpc::CallbackServerContext* context,
                                         const billing::v1::ReserveFundsRequest* request,
                                         billing::v1::Reservation* response) override {
    return serve_.Unary<BillingService>(*context, "ReserveFunds", *request, *response,
                                        [](const auto&) { return absl::OkStatus(); });
  }

  int credits() const { return credits_; }

 private:
  Serve& serve_;
  std::atomic<int> credits_ = 0;
};

class ServeTest : public ::testing::Test {
 protected:
  ServeTest() {
    ServiceConfig config = testing::TestServiceConfig("billing", auth_);
    config.database = database_.options(8);
    runtime_ = std::make_unique<Runtime>(config, SharedMigrations());
    handler_ = std::make_unique<CountingHandler>(runtime_->serve());
    thread_ = std::thread([this] { exit_code_ = runtime_->Run({handler_.get()}); });
    stub_ = BillingService::NewStub(
        testing::ChannelAs("gateway", "billing", runtime_->internal_port()));
  }

  ~ServeTest() override {
    runtime_->Stop();
    thread_.join();
    EXPECT_EQ(exit_code_, 0);
  }

  absl::StatusOr<billing::v1::Transaction> Credit(const std::string& reason,
                                                  const std::string& request_id,
                                                  const Caller& caller) {
    billing::v1::CreditAccountRequest request;
    request.set_name("projects/p1/billingAccount");
    request.mutable_amount()->set_micros(1);
    request.set_reason(reason);
    request.set_request_id(request_id);
    grpc::ClientContext context;
    auth_.SignIn(context, caller);
    billing::v1::Transaction response;
    const absl::Status status = FromGrpcStatus(stub_->CreditAccount(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  template <typename Stub>
  absl::Status GetAccount(Stub& stub, grpc::ClientContext& context) {
    billing::v1::GetBillingAccountRequest request;
    request.set_name("projects/p1/billingAccount");
    billing::v1::BillingAccount response;
    return FromGrpcStatus(stub.GetBillingAccount(&context, request, &response));
  }

  absl::Status GetAccountAs(const Caller& caller) {
    grpc::ClientContext context;
    auth_.SignIn(context, caller);
    return GetAccount(*stub_, context);
  }

  // (outcome, count) of each recorded call.
  std::vector<std::string> Recorded() {
    pqxx::connection connection(database_.owner_connection());
    pqxx::nontransaction work(connection);
    std::vector<std::string> outcomes;
    for (const auto& row : work.exec("SELECT outcome FROM events WHERE type = "
                                     "'nexus.events.v1.Called' ORDER BY position")) {
      outcomes.push_back(row[0].as<std::string>());
    }
    return outcomes;
  }

  const Caller administrator_ = {.user = "users/admin",
                                 .global_permissions = {"admin.billing.credit"}};
  const Caller member_ = {.permissions = {"billing.get"}};

  testing::FakeAuth auth_;
  testing::TestDatabase database_{"billing", SharedMigrations()};
  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<CountingHandler> handler_;
  std::unique_ptr<BillingService::Stub> stub_;
  std::thread thread_;
  int exit_code_ = -1;
};

TEST_F(ServeTest, LetsInWhoMayAndNobodyElse) {
  EXPECT_THAT(GetAccountAs(member_), IsOk());
  EXPECT_THAT(GetAccountAs({.permissions = {"instances.get"}}),
              Fails(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  EXPECT_THAT(GetAccountAs({.member = false, .permissions = {"billing.get"}}),
              Fails(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(GetAccountAs({.project = "projects/p2", .permissions = {"billing.get"}}),
              Fails(absl::StatusCode::kNotFound, "NOT_FOUND"));
  grpc::ClientContext nobody;
  EXPECT_THAT(GetAccount(*stub_, nobody),
              Fails(absl::StatusCode::kUnauthenticated, "UNAUTHENTICATED"));
  grpc::ClientContext forged;
  forged.AddMetadata(kAssertionKey, "garbage");
  EXPECT_THAT(GetAccount(*stub_, forged), HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(ServeTest, RefusesAPrincipalFromTheMomentItIsRevoked) {
  ASSERT_THAT(GetAccountAs(member_), IsOk());
  auth_.Revoke("users/u1", 2);
  EXPECT_TRUE(testing::Eventually(
      [&] { return GetAccountAs(member_).code() == absl::StatusCode::kUnauthenticated; }));
}

TEST_F(ServeTest, TakesInternalMethodsFromTheRightPeerOnly) {
  billing::v1::ReserveFundsRequest request;
  for (auto [peer, code] : {std::pair("instance", absl::StatusCode::kInvalidArgument),
                            std::pair("audit", absl::StatusCode::kPermissionDenied),
                            std::pair("gateway", absl::StatusCode::kPermissionDenied)}) {
    const auto stub =
        BillingService::NewStub(testing::ChannelAs(peer, "billing", runtime_->internal_port()));
    grpc::ClientContext context;
    billing::v1::Reservation response;
    EXPECT_EQ(FromGrpcStatus(stub->ReserveFunds(&context, request, &response)).code(), code)
        << peer;
  }
}

TEST_F(ServeTest, TakesTokensAndNothingInternalOnThePublicListener) {
  auth_.AcceptToken("nxs_good", member_);
  const auto stub = BillingService::NewStub(testing::PublicChannel(runtime_->public_port()));
  grpc::ClientContext with_token;
  with_token.AddMetadata("authorization", "Bearer nxs_good");
  EXPECT_THAT(GetAccount(*stub, with_token), IsOk());
  grpc::ClientContext with_wrong_token;
  with_wrong_token.AddMetadata("authorization", "Bearer nxs_bad");
  EXPECT_THAT(GetAccount(*stub, with_wrong_token), HasCode(absl::StatusCode::kUnauthenticated));
  grpc::ClientContext with_assertion;  // Only the gateway brings assertions.
  auth_.SignIn(with_assertion, member_);
  EXPECT_THAT(GetAccount(*stub, with_assertion), HasCode(absl::StatusCode::kUnauthenticated));
  grpc::ClientContext internal;
  billing::v1::Reservation response;
  EXPECT_THAT(FromGrpcStatus(stub->ReserveFunds(&internal, {}, &response)),
              HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(ServeTest, AnswersARepeatLikeTheFirstTime) {
  const auto first = Credit("gift", "r1", administrator_);
  ASSERT_THAT(first, IsOk());
  const auto repeat = Credit("gift", "r1", administrator_);
  ASSERT_THAT(repeat, IsOk());
  EXPECT_EQ(first->name(), repeat->name());
  EXPECT_EQ(handler_->credits(), 1);
  EXPECT_THAT(Credit("another", "r1", administrator_),
              Fails(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  Caller other = administrator_;
  other.user = "users/other";
  EXPECT_THAT(Credit("gift", "r1", other), IsOk()) << "ids are each principal's own";
  EXPECT_EQ(handler_->credits(), 2);
}

TEST_F(ServeTest, RunsTheSameRequestOnceHoweverManyComeAtOnce) {
  const auto answers =
      testing::RunInParallel(8, 3, [this] { return Credit("gift", "r1", administrator_); });
  EXPECT_EQ(handler_->credits(), 1);
  for (const auto& answer : answers) {
    if (answer.ok()) {
      EXPECT_EQ(answer->name(), "transactions/1");
    } else {
      EXPECT_THAT(answer, Fails(absl::StatusCode::kAborted, "REQUEST_IN_PROGRESS"));
    }
  }
}

TEST_F(ServeTest, NeverReplaysAnError) {
  EXPECT_THAT(Credit("refuse", "r1", administrator_),
              Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(Credit("gift", "r1", administrator_), IsOk());
}

TEST_F(ServeTest, RecordsEachAuditedCallOnceAndRefusalsToo) {
  EXPECT_THAT(Credit("gift", "r1", administrator_), IsOk());
  EXPECT_THAT(Credit("gift", "r1", administrator_), IsOk());  // A repeat is no second call.
  EXPECT_THAT(Credit("refuse", "", administrator_), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Credit("gift", "", member_), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Recorded(), ::testing::ElementsAre("ok", "AMOUNT_INVALID", "PERMISSION_DENIED"));
}

TEST_F(ServeTest, CountsRefusalsTogetherWhenTheyComeTooFast) {
  for (int i = 0; i < 30; ++i) {
    EXPECT_THAT(Credit("gift", "", member_), HasCode(absl::StatusCode::kPermissionDenied));
  }
  EXPECT_EQ(Recorded().size(), 20u);
  EXPECT_THAT(Recorded(), Each("PERMISSION_DENIED"));
}

}  // namespace
}  // namespace nexus::rpc

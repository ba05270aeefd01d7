#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "libs/rpc/status.h"
#include "libs/testing/fake_auth.h"
#include "nexus/billing/v1/billing_service.grpc.pb.h"
#include "nexus/instance/v1/events.pb.h"
#include "services/billing/testing/postgres_books.h"
#include "tests/contract/fake_event_source.h"
#include "tests/contract/service_process.h"

namespace nexus::billing {

type::v1::Money Money(std::int64_t units, const std::string& currency = "EUR");

// The real billing service, with fakes for its neighbours and one database.
class BillingWorld {
 public:
  BillingWorld();

  // Settings beside the ones that every test needs.
  testing::ServiceProcess& process() { return *process_; }
  PostgresBooks& books() { return books_; }
  testing::FakeEventSource& instances() { return instances_; }
  testing::FakeAuth& auth() { return auth_; }

  // Stubs as the gateway and the instance service have them, and as an integrator has it.
  v1::BillingService::Stub& gateway() { return *gateway_; }
  v1::BillingService::Stub& instance() { return *instance_; }
  v1::BillingService::Stub& integrator() { return *integrator_; }

  // Announces that an instance is in this state, with a setup fee of so many euros.
  void AnnounceInstance(const std::string& name, instance::v1::Instance::State state,
                        std::int64_t setup_fee);

  // A process like the one under test, but for its settings.
  std::unique_ptr<testing::ServiceProcess> AnotherProcess(
      std::map<std::string, std::string> settings);

 private:
  testing::FakeAuth auth_;
  testing::FakeEventSource instances_{"instance"};
  PostgresBooks books_;
  std::unique_ptr<testing::ServiceProcess> process_;
  std::unique_ptr<v1::BillingService::Stub> gateway_;
  std::unique_ptr<v1::BillingService::Stub> instance_;
  std::unique_ptr<v1::BillingService::Stub> integrator_;
};

// A test in a world that its suite shares, with a project of its own.
class BillingContractTest : public ::testing::Test {
 protected:
  using Stub = v1::BillingService::Stub;
  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

  static void SetUpTestSuite() { world_ = std::make_unique<BillingWorld>(); }

  // No error in the log, a clean end, and books that add up, whatever the tests did.
  static void TearDownTestSuite();

  // One call through `stub`, as `caller` or as nobody.
  template <typename Request, typename Response>
  static absl::StatusOr<Response> Call(Stub& stub, Method<Request, Response> method,
                                       const Request& request,
                                       const std::optional<testing::Caller>& caller = {}) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (caller) world_->auth().SignIn(context, *caller);
    Response response;
    const absl::Status status = rpc::FromGrpcStatus((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Who may do what it takes, in this test's project.
  testing::Caller Member() const;
  testing::Caller Administrator() const;

  std::string account_name() const { return project_ + "/billingAccount"; }

  absl::StatusOr<v1::Transaction> Credit(const type::v1::Money& amount,
                                         const std::string& request_id = {});
  absl::StatusOr<v1::Transaction> CreditAs(const std::optional<testing::Caller>& caller);
  absl::StatusOr<v1::BillingAccount> GetAccountAs(const std::optional<testing::Caller>& caller);
  v1::BillingAccount GetAccount();
  absl::StatusOr<v1::ListTransactionsResponse> ListTransactions(int size, const std::string& token);

  // Names and ids of this test's own.
  const std::string project_ = "projects/" + NewId();
  static std::string NewId();

  static std::unique_ptr<BillingWorld> world_;
};

}  // namespace nexus::billing

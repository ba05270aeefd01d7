#include "tests/contract/billing/billing_world.h"

#include <chrono>

#include <gmock/gmock.h>

#include "libs/base/ids.h"
#include "libs/testing/status_matchers.h"

namespace nexus::billing {

using ::testing::IsEmpty;

type::v1::Money Money(std::int64_t units, const std::string& currency) {
  type::v1::Money money;
  money.set_currency_code(currency);
  money.set_micros(units * 1'000'000);
  return money;
}

BillingWorld::BillingWorld() : process_(AnotherProcess({})) {
  process_->Start();
  const int port = process_->internal_port();
  gateway_ = v1::BillingService::NewStub(testing::ChannelAs("gateway", "billing", port));
  instance_ = v1::BillingService::NewStub(testing::ChannelAs("instance", "billing", port));
  integrator_ = v1::BillingService::NewStub(testing::PublicChannel(process_->public_port()));
}

std::unique_ptr<testing::ServiceProcess> BillingWorld::AnotherProcess(
    std::map<std::string, std::string> settings) {
  settings.insert({{"NEXUS_AUTH_TARGET", auth_.target()},
                   {"NEXUS_INSTANCE_TARGET", instances_.target()},
                   {"NEXUS_BILLING_DATABASE", books_.database().connection()},
                   {"NEXUS_BILLING_OWNER_DATABASE", books_.database().owner_connection()}});
  return std::make_unique<testing::ServiceProcess>("billing", NEXUS_BILLING_BINARY,
                                                   std::move(settings));
}

void BillingWorld::AnnounceInstance(const std::string& name, instance::v1::Instance::State state,
                                    std::int64_t setup_fee) {
  instance::v1::InstanceChanged changed;
  changed.mutable_instance()->set_name(name);
  changed.mutable_instance()->set_display_name("web-1");
  changed.mutable_instance()->set_state(state);
  *changed.mutable_instance()->mutable_setup_fee() = Money(setup_fee);
  instances_.Announce(name, changed);
}

std::unique_ptr<BillingWorld> BillingContractTest::world_;

void BillingContractTest::TearDownTestSuite() {
  EXPECT_EQ(world_->process().Stop(), 0);
  EXPECT_THAT(world_->process().error_lines(), IsEmpty());
  EXPECT_THAT(world_->books().BrokenInvariants(), IsEmpty());
  world_.reset();
}

std::string BillingContractTest::NewId() {
  static const SystemClock clock;
  static RandomIdSource ids(clock);
  return ids.NewId();
}

testing::Caller BillingContractTest::Member() const {
  return {.project = project_, .permissions = {"billing.get"}};
}

testing::Caller BillingContractTest::Administrator() const {
  return {.user = "users/root",
          .project = "",
          .member = false,
          .global_permissions = {"admin.billing.credit", "admin.prices.create"}};
}

absl::StatusOr<v1::Transaction> BillingContractTest::Credit(const type::v1::Money& amount,
                                                            const std::string& request_id) {
  v1::CreditAccountRequest request;
  request.set_name(account_name());
  *request.mutable_amount() = amount;
  request.set_reason("Bank transfer of 3 May");
  request.set_request_id(request_id);
  return Call(world_->gateway(), &Stub::CreditAccount, request, Administrator());
}

absl::StatusOr<v1::Transaction> BillingContractTest::CreditAs(
    const std::optional<testing::Caller>& caller) {
  v1::CreditAccountRequest request;
  request.set_name(account_name());
  *request.mutable_amount() = Money(1);
  request.set_reason("A gift");
  return Call(world_->gateway(), &Stub::CreditAccount, request, caller);
}

absl::StatusOr<v1::BillingAccount> BillingContractTest::GetAccountAs(
    const std::optional<testing::Caller>& caller) {
  v1::GetBillingAccountRequest request;
  request.set_name(account_name());
  return Call(world_->gateway(), &Stub::GetBillingAccount, request, caller);
}

v1::BillingAccount BillingContractTest::GetAccount() {
  auto account = GetAccountAs(Member());
  EXPECT_THAT(account, testing::IsOk());
  return account.ok() ? *account : v1::BillingAccount();
}

absl::StatusOr<v1::ListTransactionsResponse> BillingContractTest::ListTransactions(
    int size, const std::string& token) {
  v1::ListTransactionsRequest request;
  request.set_parent(account_name());
  request.set_page_size(size);
  request.set_page_token(token);
  return Call(world_->gateway(), &Stub::ListTransactions, request, Member());
}

}  // namespace nexus::billing

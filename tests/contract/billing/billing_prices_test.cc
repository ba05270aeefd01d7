#include <set>

#include <gmock/gmock.h>

#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/billing/billing_world.h"

namespace nexus::billing {
namespace {

using testing::Fails;
using testing::HasCode;
using testing::IsOk;
using testing::RunInParallel;
using ::testing::SizeIs;

class BillingPricesTest : public BillingContractTest {
 protected:
  absl::StatusOr<v1::Price> Create(const type::v1::Money& setup_fee, const type::v1::Money& hour,
                                   const std::string& request_id = {}) {
    return CreateAs(Administrator(), plan_, setup_fee, hour, request_id);
  }

  absl::StatusOr<v1::Price> CreateAs(const std::optional<testing::Caller>& caller,
                                     const std::string& plan, const type::v1::Money& setup_fee,
                                     const type::v1::Money& hour,
                                     const std::string& request_id = {}) {
    v1::CreatePriceRequest request;
    request.mutable_price()->set_plan(plan);
    *request.mutable_price()->mutable_setup_fee() = setup_fee;
    *request.mutable_price()->mutable_hour() = hour;
    *request.mutable_price()->mutable_month() = Money(5);
    request.set_request_id(request_id);
    return Call(world_->gateway(), &Stub::CreatePrice, request, caller);
  }

  absl::StatusOr<v1::ListPricesResponse> List(int size, const std::string& token) {
    v1::ListPricesRequest request;
    request.set_page_size(size);
    request.set_page_token(token);
    return Call(world_->gateway(), &Stub::ListPrices, request, Member());
  }

  absl::StatusOr<v1::Quote> QuoteThrough(Stub& stub) {
    v1::QuotePriceRequest request;
    request.set_project(project_);
    request.set_plan(plan_);
    return Call(stub, &Stub::QuotePrice, request);
  }

  const std::string plan_ = "plans/" + NewId();
};

TEST_F(BillingPricesTest, AreQuotedAsTheyAreNow) {
  ASSERT_THAT(Create(Money(2), Money(1)), IsOk());
  const auto newest = Create(Money(3), Money(2));
  ASSERT_THAT(newest, IsOk());
  EXPECT_TRUE(newest->has_create_time());

  const auto quote = QuoteThrough(world_->instance());
  ASSERT_THAT(quote, IsOk());
  EXPECT_EQ(quote->price(), newest->name());
  EXPECT_EQ(quote->setup_fee().micros(), 3'000'000);
  EXPECT_EQ(quote->hour().micros(), 2'000'000);
  EXPECT_EQ(quote->month().micros(), 5'000'000);
}

TEST_F(BillingPricesTest, AreNotQuotedForAPlanThatHasNone) {
  EXPECT_THAT(QuoteThrough(world_->instance()),
              Fails(absl::StatusCode::kFailedPrecondition, "NO_PRICE"));
}

TEST_F(BillingPricesTest, AreQuotedToTheInstanceServiceOnly) {
  EXPECT_THAT(QuoteThrough(world_->gateway()), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(QuoteThrough(world_->integrator()), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(BillingPricesTest, AreMadeByTheOperatorOnly) {
  EXPECT_THAT(CreateAs({}, plan_, Money(1), Money(1)), HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(CreateAs(Member(), plan_, Money(1), Money(1)),
              HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(BillingPricesTest, MayBeZeroAndNotBelow) {
  EXPECT_THAT(Create(Money(0), Money(0)), IsOk());
  EXPECT_THAT(Create(Money(-1), Money(0)),
              Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(Create(Money(0), Money(-1)),
              Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  EXPECT_THAT(Create(Money(0), Money(1, "USD")),
              Fails(absl::StatusCode::kInvalidArgument, "CURRENCY_WRONG"));
}

TEST_F(BillingPricesTest, BelongToAPlan) {
  EXPECT_THAT(CreateAs(Administrator(), "small", Money(1), Money(1)),
              Fails(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(BillingPricesTest, AreMadeOnceByARepeatedRequest) {
  const auto answers = RunInParallel(
      /*threads=*/6, /*each=*/2, [&] { return Create(Money(2), Money(1), plan_.substr(0, 40)); });
  std::set<std::string> names;
  for (const auto& answer : answers) {
    if (answer.ok()) {
      names.insert(answer->name());
    } else {
      EXPECT_THAT(answer, Fails(absl::StatusCode::kAborted, "REQUEST_IN_PROGRESS"));
    }
  }
  EXPECT_THAT(names, SizeIs(1));
  EXPECT_THAT(Create(Money(3), Money(1), plan_.substr(0, 40)),
              Fails(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(BillingPricesTest, AreListedOnceForEachPlanToAnyoneKnown) {
  const std::string other = "plans/" + NewId();
  ASSERT_THAT(Create(Money(2), Money(1)), IsOk());
  ASSERT_THAT(Create(Money(3), Money(1)), IsOk());
  ASSERT_THAT(CreateAs(Administrator(), other, Money(4), Money(1)), IsOk());

  std::vector<std::string> plans;
  std::string token;
  do {
    const auto page = List(1, token);
    ASSERT_THAT(page, IsOk());
    for (const auto& price : page->prices()) plans.push_back(price.plan());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(std::count(plans.begin(), plans.end(), plan_), 1);
  EXPECT_EQ(std::count(plans.begin(), plans.end(), other), 1);
  EXPECT_TRUE(std::is_sorted(plans.begin(), plans.end()));

  EXPECT_THAT(List(1, "nonsense"), Fails(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(Call(world_->gateway(), &Stub::ListPrices, v1::ListPricesRequest()),
              HasCode(absl::StatusCode::kUnauthenticated));
}

}  // namespace
}  // namespace nexus::billing

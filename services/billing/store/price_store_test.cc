#include "services/billing/domain/price_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/billing/testing/books.h"
#include "services/billing/testing/books_backend.h"

namespace nexus::billing {
namespace {

using ::nexus::testing::IsOk;
using ::nexus::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

// What every PriceStore promises.
class PriceStoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  Price Add(const std::string& plan, std::int64_t hour) {
    Price price = {.id = fmt::format("00000000-0000-7000-8000-{:012}", ++made_),
                   .plan = plan,
                   .setup_fee = Eur(1),
                   .hour = Eur(hour),
                   .month = Eur(3)};
    EXPECT_THAT(store().Add(price), IsOk());
    return price;
  }

  PriceStore& store() { return books_->prices(); }

  std::unique_ptr<BooksBackend> books_ = GetParam().open();
  int made_ = 0;
};

TEST_P(PriceStoreTest, FindsTheNewestPriceOfAPlan) {
  Add("plans/small", 1);
  const Price newest = Add("plans/small", 2);
  Add("plans/large", 3);
  EXPECT_THAT(store().FindInForce("plans/small"), IsOkAndHolds(Optional(newest)));
  EXPECT_THAT(store().FindInForce("plans/none"), IsOkAndHolds(std::nullopt));
}

TEST_P(PriceStoreTest, ListsTheNewestPriceOfEachPlanInPages) {
  Add("plans/b", 1);
  const Price a = Add("plans/a", 1);
  const Price b = Add("plans/b", 2);
  const Price c = Add("plans/c", 1);
  EXPECT_THAT(store().ListInForce("", 2), IsOkAndHolds(ElementsAre(a, b)));
  EXPECT_THAT(store().ListInForce("plans/b", 2), IsOkAndHolds(ElementsAre(c)));
  EXPECT_THAT(store().ListInForce("plans/c", 2), IsOkAndHolds(IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(Backends, PriceStoreTest,
                         ::testing::Values(Backend{"Fake", OpenFake},
                                           Backend{"Postgres", OpenPostgres}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace nexus::billing

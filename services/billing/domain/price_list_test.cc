#include "services/billing/domain/price_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/fakes.h"
#include "libs/testing/status_matchers.h"
#include "services/billing/testing/books.h"
#include "services/billing/testing/fake_price_store.h"

namespace nexus::billing {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::FakeClock;
using ::nexus::testing::IsOk;
using ::nexus::testing::IsOkAndHolds;
using ::nexus::testing::SequentialIds;
using ::testing::ElementsAre;
using ::testing::Field;

class PriceListTest : public ::testing::Test {
 protected:
  FakeClock clock_;
  FakePriceStore store_{clock_};
  SequentialIds ids_;
  PriceList prices_{store_, ids_, "EUR"};
};

TEST_F(PriceListTest, QuotesTheNewestPrice) {
  ASSERT_THAT(prices_.Create({"plans/small", Eur(3), Eur(1), Eur(9)}), IsOk());
  const auto newer = prices_.Create({"plans/small", Eur(4), Eur(2), Eur(8)});
  ASSERT_THAT(newer, IsOk());
  EXPECT_THAT(prices_.Quote("plans/small"), IsOkAndHolds(*newer));
}

TEST_F(PriceListTest, RefusesToQuoteAPlanWithoutAPrice) {
  EXPECT_THAT(prices_.Quote("plans/none"),
              Fails(absl::StatusCode::kFailedPrecondition, "NO_PRICE"));
}

TEST_F(PriceListTest, AllowsWhatIsFree) {
  EXPECT_THAT(prices_.Create({"plans/free", Eur(0), Eur(0), Eur(0)}), IsOk());
}

TEST_F(PriceListTest, RefusesNegativeAmountsAndOtherCurrencies) {
  const CreatePrice wrong[] = {{"plans/a", Eur(-1), Eur(1), Eur(1)},
                               {"plans/a", Eur(1), Eur(-1), Eur(1)},
                               {"plans/a", Eur(1), Eur(1), Eur(-1)}};
  for (const CreatePrice& price : wrong) {
    EXPECT_THAT(prices_.Create(price), Fails(absl::StatusCode::kInvalidArgument, "AMOUNT_INVALID"));
  }
  EXPECT_THAT(prices_.Create({"plans/a", Eur(1), {"USD", 1}, Eur(1)}),
              Fails(absl::StatusCode::kInvalidArgument, "CURRENCY_WRONG"));
}

TEST_F(PriceListTest, ListsOnePriceForEachPlan) {
  for (const char* plan : {"plans/b", "plans/a", "plans/b", "plans/c"}) {
    ASSERT_THAT(prices_.Create({plan, Eur(1), Eur(1), Eur(1)}), IsOk());
  }
  EXPECT_THAT(prices_.List("", 2), IsOkAndHolds(ElementsAre(Field(&Price::plan, "plans/a"),
                                                            Field(&Price::plan, "plans/b"))));
  EXPECT_THAT(prices_.List("plans/b", 2),
              IsOkAndHolds(ElementsAre(Field(&Price::plan, "plans/c"))));
}

}  // namespace
}  // namespace nexus::billing

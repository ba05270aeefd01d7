#include "libs/base/ids.h"

#include <set>

#include <gtest/gtest.h>

#include "libs/base/money.h"
#include "libs/testing/fakes.h"

namespace nexus {
namespace {

TEST(RandomIdSourceTest, MakesUuidsOfVersion7ThatFollowTime) {
  testing::FakeClock clock;
  RandomIdSource ids(clock);
  const std::string first = ids.NewId();
  clock.Advance(absl::Milliseconds(1));
  const std::string second = ids.NewId();
  EXPECT_TRUE(IsUuid(first)) << first;
  EXPECT_EQ(first[14], '7');
  EXPECT_LT(first, second);
}

TEST(RandomIdSourceTest, NeverMakesTheSameTwice) {
  const testing::FakeClock clock;
  RandomIdSource ids(clock);
  std::set<std::string> made;
  for (int i = 0; i < 1000; ++i) made.insert(ids.NewId());
  EXPECT_EQ(made.size(), 1000u);
}

TEST(IsUuidTest, RefusesAnythingElse) {
  EXPECT_FALSE(IsUuid(""));
  EXPECT_FALSE(IsUuid("00000000-0000-7000-8000-00000000000G"));
  EXPECT_FALSE(IsUuid("00000000x0000-7000-8000-000000000000"));
}

TEST(FormatMoneyTest, ShowsTwoDecimalsAndMoreOnlyWhenNeeded) {
  EXPECT_EQ(FormatMoney({"EUR", 1'500'000}), "1.50 EUR");
  EXPECT_EQ(FormatMoney({"EUR", 6'900}), "0.0069 EUR");
  EXPECT_EQ(FormatMoney({"EUR", -1}), "-0.000001 EUR");
  EXPECT_EQ(FormatMoney({"EUR", INT64_MIN}), "-9223372036854.775808 EUR");
}

TEST(AddMicrosTest, RefusesWhatCannotBeCounted) {
  EXPECT_EQ(*AddMicros(1, 2), 3);
  EXPECT_FALSE(AddMicros(INT64_MAX, 1).ok());
}

}  // namespace
}  // namespace nexus

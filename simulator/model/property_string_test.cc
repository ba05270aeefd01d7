#include "simulator/model/property_string.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::simulator {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;

TEST(PropertyStringTest, KeepsWhatItWasWrittenAs) {
  EXPECT_EQ(PropertyString("ceph:vm-100-disk-0,discard=on,size=3G").ToString(),
            "ceph:vm-100-disk-0,discard=on,size=3G");
  EXPECT_EQ(PropertyString("order=scsi0;ide2").ToString(), "order=scsi0;ide2");
}

TEST(PropertyStringTest, ChangesAPropertyInItsPlace) {
  PropertyString disk("local-lvm:vm-1-disk-0,size=3G,ssd=1");
  disk.Set("size", "8G");
  EXPECT_EQ(disk.ToString(), "local-lvm:vm-1-disk-0,size=8G,ssd=1");
  EXPECT_THAT(disk.Find("ssd"), Optional(Eq("1")));
  EXPECT_EQ(disk.Find("cache"), std::nullopt);
}

TEST(SizeTest, IsReadAndWrittenInBinaryUnits) {
  EXPECT_THAT(ParseSize("3G"), Optional(std::int64_t{3} << 30));
  EXPECT_THAT(ParseSize("1.5M"), Optional(1536 * 1024));
  EXPECT_THAT(ParseSize("4096"), Optional(4096));
  EXPECT_EQ(ParseSize("three"), std::nullopt);
  EXPECT_EQ(ParseSize("3X"), std::nullopt);
  EXPECT_EQ(FormatSize(std::int64_t{20} << 30), "20G");
  EXPECT_EQ(FormatSize(2252LL << 20), "2252M");
  EXPECT_EQ(FormatSize(1000), "1000");
}

TEST(ListTest, TakesEverySeparatorThatTheApiTakes) {
  using namespace std::string_literals;
  EXPECT_THAT(SplitList("a,b;c d\0e"s), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(SplitList(",,"), ElementsAre());
}

}  // namespace
}  // namespace nexus::simulator

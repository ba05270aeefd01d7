#include "services/scheduler/domain/placement.h"

#include <gmock/gmock.h>

namespace nexus::scheduler {
namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;
constexpr char kImage[] = "images/debian-12";

class PlacementTest : public ::testing::Test {
 protected:
  PlacementTest() {
    inventory_.resources.nodes = {{"pve1", true, 64 * kGib, 10 * kGib, 16},
                                  {"pve2", true, 64 * kGib, 5 * kGib, 16}};
    inventory_.templates["debian-12"] = {{"pve1", 9000}, "ceph", /*shared=*/true};
  }

  std::string NodeFor(std::int64_t memory_mib,
                      const std::map<std::string, std::int64_t>& given = {}) {
    const auto place = ChoosePlace(inventory_, kImage, memory_mib, given);
    return place ? place->node : "none";
  }

  Inventory inventory_;
};

TEST_F(PlacementTest, TakesTheNodeWithMostRoom) { EXPECT_EQ(NodeFor(2048), "pve2"); }

TEST_F(PlacementTest, CountsWhatWasPromisedToGuestsThatDoNotRunYet) {
  EXPECT_EQ(NodeFor(2048, {{"pve2", 30 * 1024}}), "pve1");
}

TEST_F(PlacementTest, StaysOnTheTemplatesNodeWhenItsDisksAreLocal) {
  inventory_.templates["debian-12"].shared = false;
  EXPECT_EQ(NodeFor(2048), "pve1");
}

TEST_F(PlacementTest, PassesOverNodesThatAreAway) {
  inventory_.resources.nodes[1].online = false;
  EXPECT_EQ(NodeFor(2048), "pve1");
}

TEST_F(PlacementTest, FindsNoPlaceForWhatIsTooLarge) { EXPECT_EQ(NodeFor(63 * 1024), "none"); }

TEST_F(PlacementTest, FindsNoPlaceWithoutATemplate) {
  EXPECT_FALSE(ChoosePlace(inventory_, "images/other", 1024, {}));
}

}  // namespace
}  // namespace nexus::scheduler

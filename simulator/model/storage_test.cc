#include "simulator/model/storage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::simulator {
namespace {

using nexus::testing::IsOk;
using ::testing::SizeIs;

constexpr std::int64_t kGibibyte = std::int64_t{1} << 30;

class StoragesTest : public ::testing::Test {
 protected:
  StoragesTest() {
    storages_.Add(
        Storage{.id = "ceph", .type = "rbd", .shared = true, .total_bytes = 10 * kGibibyte});
    storages_.Add(Storage{.id = "lvm", .type = "lvmthin", .total_bytes = 10 * kGibibyte});
  }

  std::string Allocate(std::string_view storage, std::string_view node, int vmid) {
    const auto volume = storages_.Allocate(storage, node, vmid, kGibibyte);
    return volume.ok() ? volume->id : std::string(volume.status().message());
  }

  Storages storages_;
};

TEST_F(StoragesTest, NamesAVolumeWithTheLowestFreeNumber) {
  EXPECT_EQ(Allocate("ceph", "pve1", 100), "ceph:vm-100-disk-0");
  EXPECT_EQ(Allocate("ceph", "pve2", 100), "ceph:vm-100-disk-1");
  EXPECT_TRUE(storages_.Free("ceph:vm-100-disk-0", "pve3"));
  EXPECT_EQ(Allocate("ceph", "pve1", 100), "ceph:vm-100-disk-0");
}

TEST_F(StoragesTest, KeepsLocalVolumesOnTheirNode) {
  EXPECT_EQ(Allocate("lvm", "pve1", 100), "lvm:vm-100-disk-0");
  EXPECT_EQ(Allocate("lvm", "pve2", 100), "lvm:vm-100-disk-0");
  EXPECT_THAT(storages_.On("lvm", "pve1"), SizeIs(1));
  EXPECT_EQ(storages_.FindVolume("lvm:vm-100-disk-0", "pve3"), nullptr);
}

TEST_F(StoragesTest, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(storages_.Allocate("ceph", "pve1", 100, 11 * kGibibyte).ok());
  EXPECT_EQ(Allocate("nostore", "pve1", 100), "storage 'nostore' does not exist");
}

TEST_F(StoragesTest, NamesALinkedCloneAfterItsBase) {
  storages_.Add(Volume{.id = "ceph:base-9-disk-0", .bytes = kGibibyte, .vmid = 9});
  const Volume base = *storages_.FindVolume("ceph:base-9-disk-0", "pve1");
  const auto clone = storages_.CloneLinked(base, "pve1", 100);
  ASSERT_THAT(clone, IsOk());
  EXPECT_EQ(clone->id, "ceph:base-9-disk-0/vm-100-disk-0");
  EXPECT_TRUE(storages_.HasLinkedClones(base));
  EXPECT_EQ(storages_.UsedBytes("ceph", "pve1"), kGibibyte);
  EXPECT_TRUE(storages_.Free(clone->id, "pve1"));
  EXPECT_FALSE(storages_.HasLinkedClones(base));
}

TEST_F(StoragesTest, ComesBackFromItsJson) {
  Allocate("ceph", "pve1", 100);
  Allocate("lvm", "pve2", 101);
  const Storages loaded = Storages::FromJson(storages_.ToJson());
  EXPECT_EQ(loaded.ToJson(), storages_.ToJson());
  EXPECT_NE(loaded.FindVolume("lvm:vm-101-disk-0", "pve2"), nullptr);
}

}  // namespace
}  // namespace nexus::simulator

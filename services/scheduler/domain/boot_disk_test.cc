#include "services/scheduler/domain/boot_disk.h"

#include <gmock/gmock.h>

namespace nexus::scheduler {
namespace {

TEST(BootDiskTest, IsTheFirstDiskOfTheBootOrder) {
  const auto disk = FindBootDisk({{"boot", "order=ide2;virtio1"},
                                  {"ide2", "local:iso/x.iso,media=cdrom"},
                                  {"scsi0", "local-lvm:vm-1-disk-0,size=8G"},
                                  {"virtio1", "ceph:vm-1-disk-1,iothread=1,size=3584M"}});
  ASSERT_TRUE(disk);
  EXPECT_EQ(disk->name, "virtio1");
  EXPECT_EQ(disk->storage, "ceph");
  EXPECT_EQ(disk->bytes, std::int64_t{3584} << 20);
}

TEST(BootDiskTest, IsTheUsualOneWithoutABootOrder) {
  const auto disk = FindBootDisk({{"scsi0", "local-lvm:vm-1-disk-0,size=1T"}});
  ASSERT_TRUE(disk);
  EXPECT_EQ(disk->bytes, std::int64_t{1} << 40);
}

TEST(BootDiskTest, IsMissingWhereThereIsNone) {
  EXPECT_FALSE(FindBootDisk({{"boot", "order=net0"}, {"net0", "virtio=AA,bridge=vmbr0"}}));
}

TEST(FirstNicTest, KeepsTheModelAndTheAddress) {
  EXPECT_EQ(FirstNic({{"net0", "e1000=BC:24:11:AA:BB:CC,bridge=vmbr9,rate=5"}}, "vmbr0", 120, ""),
            "e1000=BC:24:11:AA:BB:CC,bridge=vmbr0,firewall=1,tag=120");
}

TEST(FirstNicTest, IsMadeWhereTheTemplateHasNone) {
  EXPECT_EQ(FirstNic({}, "vmbr0", 0, "BC:24:11:00:00:01"),
            "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1");
}

}  // namespace
}  // namespace nexus::scheduler

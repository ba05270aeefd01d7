#include "services/scheduler/proxmox/form.h"

#include <gmock/gmock.h>

#include "services/scheduler/proxmox/lenient_json.h"
#include "services/scheduler/proxmox/upid.h"

namespace nexus::scheduler::proxmox {
namespace {

TEST(FormTest, EncodesAllButUnreservedCharacters) {
  EXPECT_EQ(EncodeForm({{"description", "nexus:a b\n"}, {"net0", "virtio=AA,bridge=vmbr0"}}),
            "description=nexus%3Aa%20b%0A&net0=virtio%3DAA%2Cbridge%3Dvmbr0");
}

TEST(SshKeysTest, AreEncodedOnceByThemselvesAndOnceByTheForm) {
  const std::string keys = "ssh-rsa AA+/=: me\nssh-ed25519 BB";
  const std::string once = EncodeSshKeys(keys);
  EXPECT_EQ(once, "ssh-rsa%20AA%2B%2F%3D%3A%20me%0Assh-ed25519%20BB");
  EXPECT_EQ(EncodeForm({{"sshkeys", once}}),
            "sshkeys=ssh-rsa%2520AA%252B%252F%253D%253A%2520me%250Assh-ed25519%2520BB");
  EXPECT_EQ(DecodeSshKeys(once), keys);
}

TEST(SshKeysTest, ComeBackAsTheyAreWhenNotEncoded) {
  EXPECT_EQ(DecodeSshKeys("ssh-rsa AA 100%"), "ssh-rsa AA 100%");
  EXPECT_EQ(DecodeSshKeys("%zz%4"), "%zz%4");
}

TEST(UpidTest, ReadsEveryPart) {
  const auto upid = ParseUpid("UPID:pve1:0000004C:0002E842:6B04077B:qmcreate:100:root@pam!t1:");
  ASSERT_TRUE(upid);
  EXPECT_EQ(upid->node, "pve1");
  EXPECT_EQ(upid->pid, 0x4Cu);
  EXPECT_EQ(upid->process_start, 0x2E842u);
  EXPECT_EQ(upid->start_time, 0x6B04077B);
  EXPECT_EQ(upid->type, "qmcreate");
  EXPECT_EQ(upid->id, "100");
  EXPECT_EQ(upid->user, "root@pam!t1");
}

TEST(UpidTest, TakesAnEmptyIdAndALongProcessStart) {
  EXPECT_TRUE(ParseUpid("UPID:pve1:0000004C:00002E842:6B04077B:imgcopy::root@pam:"));
}

TEST(UpidTest, RefusesAnythingElse) {
  for (const char* text :
       {"", "UPID:pve1", "UPID:pve1:0000004C:0002E842:6B04077B:qmcreate:100:root@pam",
        "UPID:pve1:4C:0002E842:6B04077B:qmcreate:100:root@pam:",
        "UPID:-pve:0000004C:0002E842:6B04077B:qmcreate:100:root@pam:",
        "UPID:pve1:0000004X:0002E842:6B04077B:qmcreate:100:root@pam:",
        "UPID:pve1:0000004C:0002E842:6B04077B::100:root@pam:",
        "UPID:pve/1:0000004C:0002E842:6B04077B:qmcreate:100:root@pam:"}) {
    EXPECT_FALSE(ParseUpid(text)) << text;
  }
}

TEST(LenientJsonTest, ReadsNumbersAndTextsAlike) {
  const auto object = nlohmann::json::parse(
      R"({"a": 5, "b": "6", "c": 7.0, "d": true, "e": "1", "f": null, "g": "current=2048"})");
  EXPECT_EQ(IntegerOf(object, "a"), 5);
  EXPECT_EQ(IntegerOf(object, "b"), 6);
  EXPECT_EQ(IntegerOf(object, "c"), 7);
  EXPECT_EQ(IntegerOf(object, "missing", 9), 9);
  EXPECT_EQ(IntegerOf(object, "f", 9), 9);
  EXPECT_EQ(IntegerOf(object, "g", 9), 9);
  EXPECT_TRUE(FlagOf(object, "d"));
  EXPECT_TRUE(FlagOf(object, "e"));
  EXPECT_FALSE(FlagOf(object, "missing"));
  EXPECT_EQ(TextOf(object, "a"), "5");
  EXPECT_EQ(TextOf(object, "d"), "1");
  EXPECT_EQ(TextOf(object, "f"), "");
  EXPECT_EQ(TextOf(nlohmann::json::array(), "a"), "");
}

}  // namespace
}  // namespace nexus::scheduler::proxmox

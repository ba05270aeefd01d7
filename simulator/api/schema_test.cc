#include "simulator/api/schema.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/api/guest_options.h"

namespace nexus::simulator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kUnknown[] =
    "property is not defined in schema and the schema does not allow additional properties";

TEST(SchemaTest, WantsWhatIsRequiredAndNothingUnknown) {
  const Schema schema("newid!:vmid name:dns");
  EXPECT_THAT(schema.Check({{"newid", {"100"}}, {"name", {"web-1.example.org"}}}), IsEmpty());
  EXPECT_THAT(schema.Check({{"nmae", {"x"}}}),
              ElementsAre(Pair("newid", "property is missing and it is not optional"),
                          Pair("nmae", kUnknown)));
}

TEST(SchemaTest, TakesAnIndexUpToTheLast) {
  const Schema schema("ide[3]:disk");
  EXPECT_TRUE(schema.Knows("ide0"));
  EXPECT_TRUE(schema.Knows("ide3"));
  EXPECT_FALSE(schema.Knows("ide4"));
  EXPECT_FALSE(schema.Knows("ide"));
}

struct Case {
  const char* name;
  const char* parameter;
  const char* value;
  const char* complaint;
};

class GuestOptionTest : public ::testing::TestWithParam<Case> {};

TEST_P(GuestOptionTest, IsCheckedAsProxmoxWordsIt) {
  const Schema schema(kGuestOptions);
  const ParameterErrors errors = schema.Check({{GetParam().parameter, {GetParam().value}}});
  if (GetParam().complaint == nullptr) {
    EXPECT_THAT(errors, IsEmpty());
  } else {
    EXPECT_THAT(errors, ElementsAre(Pair(GetParam().parameter, GetParam().complaint)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Options, GuestOptionTest,
    ::testing::Values(
        Case{"Cores", "cores", "2", nullptr},
        Case{"NoCores", "cores", "0", "value must have a minimum value of 1"},
        Case{"CoresInWords", "cores", "two", "type check ('integer') failed - got 'two'"},
        Case{"Flag", "onboot", "yes", "type check ('boolean') failed - got 'yes'"},
        Case{"Memory", "memory", "2048", nullptr},
        Case{"MemoryByName", "memory", "current=512", nullptr},
        Case{"LittleMemory", "memory", "8",
             "invalid format - format error\nmemory.current: value must have a minimum value of "
             "16\n"},
        Case{"Net", "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=12,firewall=1", nullptr},
        Case{"NetByName", "net31", "model=e1000,bridge=vmbr0", nullptr},
        Case{"NetTag", "net0", "virtio,tag=4095",
             "invalid format - format error\nnet0.tag: value must have a maximum value of 4094\n"},
        Case{"MulticastMac", "net0", "virtio=01:00:00:00:00:01",
             "invalid format - format error\nnet0.macaddr: invalid format - value does not look "
             "like a "
             "valid unicast MAC address\n\n"},
        Case{"Disk", "scsi0", "ceph:32,discard=on,ssd=1", nullptr},
        Case{"CloudInit", "ide2", "ceph:cloudinit,media=cdrom", nullptr},
        Case{"Address", "ipconfig0", "ip=10.0.0.5/24,gw=10.0.0.1,ip6=auto", nullptr},
        Case{"Dhcp", "ipconfig0", "ip=dhcp", nullptr},
        Case{"AddressWithoutPrefix", "ipconfig0", "ip=10.0.0.5",
             "invalid format - format error\nipconfig0.ip: invalid format - value does not look "
             "like a "
             "valid ipv4 network configuration\n\n"},
        Case{"Tags", "tags", "a;b,c", nullptr}, Case{"Boot", "boot", "order=scsi0;ide2", nullptr},
        Case{"Nameservers", "nameserver", "192.0.2.1 2001:db8::1", nullptr},
        Case{"Keys", "sshkeys", "ssh-ed25519%20AAAA%2B", nullptr},
        Case{"KeysWithPlus", "sshkeys", "a+b",
             "invalid format - invalid urlencoded string: a+b\n"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace nexus::simulator

#include "simulator/api/guest_options.h"

#include <algorithm>
#include <utility>

#include "simulator/api/schema.h"
#include "simulator/model/guest.h"

namespace nexus::simulator {
namespace {

constexpr char kRootOnly[] = "";

// By the option's name without its number.
constexpr std::pair<std::string_view, const char*> kPrivileges[] = {
    {"affinity", "VM.Config.CPU"},
    {"cores", "VM.Config.CPU"},
    {"cpu", "VM.Config.CPU"},
    {"cpulimit", "VM.Config.CPU"},
    {"cpuunits", "VM.Config.CPU"},
    {"numa", "VM.Config.CPU"},
    {"smp", "VM.Config.CPU"},
    {"sockets", "VM.Config.CPU"},
    {"vcpus", "VM.Config.CPU"},
    {"balloon", "VM.Config.Memory"},
    {"memory", "VM.Config.Memory"},
    {"shares", "VM.Config.Memory"},
    {"boot", "VM.Config.Disk"},
    {"bootdisk", "VM.Config.Disk"},
    {"net", "VM.Config.Network"},
    {"cicustom", "VM.Config.Cloudinit|VM.Config.Network"},
    {"cipassword", "VM.Config.Cloudinit|VM.Config.Network"},
    {"citype", "VM.Config.Cloudinit|VM.Config.Network"},
    {"ciupgrade", "VM.Config.Cloudinit|VM.Config.Network"},
    {"ciuser", "VM.Config.Cloudinit|VM.Config.Network"},
    {"ipconfig", "VM.Config.Cloudinit|VM.Config.Network"},
    {"nameserver", "VM.Config.Cloudinit|VM.Config.Network"},
    {"searchdomain", "VM.Config.Cloudinit|VM.Config.Network"},
    {"sshkeys", "VM.Config.Cloudinit|VM.Config.Network"},
    {"audio", "VM.Config.HWType"},
    {"hotplug", "VM.Config.HWType"},
    {"machine", "VM.Config.HWType"},
    {"rng", "VM.Config.HWType"},
    {"scsihw", "VM.Config.HWType"},
    {"serial", "VM.Config.HWType"},
    {"tablet", "VM.Config.HWType"},
    {"vga", "VM.Config.HWType"},
    {"watchdog", "VM.Config.HWType"},
    {"acpi", "VM.Config.Options"},
    {"agent", "VM.Config.Options"},
    {"autostart", "VM.Config.Options"},
    {"bios", "VM.Config.Options"},
    {"description", "VM.Config.Options"},
    {"freeze", "VM.Config.Options"},
    {"keyboard", "VM.Config.Options"},
    {"kvm", "VM.Config.Options"},
    {"localtime", "VM.Config.Options"},
    {"name", "VM.Config.Options"},
    {"onboot", "VM.Config.Options"},
    {"ostype", "VM.Config.Options"},
    {"protection", "VM.Config.Options"},
    {"smbios", "VM.Config.Options"},
    {"startdate", "VM.Config.Options"},
    {"startup", "VM.Config.Options"},
    {"tags", "VM.Config.Options"},
    {"template", "VM.Config.Options"},
    {"vmgenid", "VM.Config.Options"},
    {"vmstatestorage", "VM.Config.Options"}};

constexpr std::string_view kAtOnce[] = {
    "cicustom", "cipassword", "citype",     "ciupgrade", "ciuser",  "description", "ipconfig",
    "lock",     "name",       "nameserver", "net",       "onboot",  "protection",  "searchdomain",
    "shares",   "sshkeys",    "startup",    "tags",      "template"};

std::string_view WithoutNumber(std::string_view option) {
  return option.substr(0, option.find_last_not_of("0123456789") + 1);
}

}  // namespace

const char kGuestOptions[] =
    "acpi:bool affinity:str agent:agent arch:enum:x86_64|aarch64 args:str audio0:str "
    "autostart:bool balloon:int:0.. bios:enum:seabios|ovmf boot:boot bootdisk:disk-slot "
    "cicustom:str cipassword:str citype:enum:configdrive2|nocloud|opennebula ciupgrade:bool "
    "ciuser:str cores:int:1.. cpu:str cpulimit:num:0..128 cpuunits:int:1..262144 "
    "description:str:..8192 efidisk0:disk freeze:bool hookscript:str hostpci[15]:str hotplug:str "
    "hugepages:enum:any|2|1024 ide[3]:disk ipconfig[31]:ipconfig ivshmem:str keephugepages:bool "
    "keyboard:str kvm:bool localtime:bool "
    "lock:enum:backup|clone|create|migrate|rollback|snapshot|snapshot-delete|suspending|suspended "
    "machine:str memory:memory migrate_downtime:num:0.. migrate_speed:int:0.. name:dns "
    "nameserver:address-list net[31]:net numa:bool numa[7]:str onboot:bool "
    "ostype:enum:other|wxp|w2k|w2k3|w2k8|wvista|win7|win8|win10|win11|l24|l26|solaris "
    "parallel[2]:str protection:bool rng0:str sata[5]:disk scsi[30]:disk "
    "scsihw:enum:lsi|lsi53c810|virtio-scsi-pci|virtio-scsi-single|megasas|pvscsi searchdomain:str "
    "serial[3]:str shares:int:0..50000 smbios1:str:..512 smp:int:1.. sockets:int:1.. "
    "spice_enhancements:str sshkeys:urlencoded startdate:str startup:str tablet:bool "
    "tags:tag-list tdf:bool template:bool tpmstate0:disk unused[255]:str usb[13]:str "
    "vcpus:int:1.. vga:vga virtio[15]:disk vmgenid:str vmstatestorage:storage watchdog:str ";

bool IsGuestOption(std::string_view name) {
  static const Schema kKnown(kGuestOptions);
  return kKnown.Knows(name);
}

std::string PrivilegeFor(std::string_view option, std::string_view value) {
  if (IsDiskSlot(option)) {
    const bool cd = value.find("media=cdrom") != std::string_view::npos || IsCloudInit(value) ||
                    value.ends_with(":cloudinit");
    return cd ? "VM.Config.CDROM" : "VM.Config.Disk";
  }
  const std::string_view bare = WithoutNumber(option);
  for (const auto& [name, privilege] : kPrivileges) {
    if (name == bare) return privilege;
  }
  return kRootOnly;
}

bool AppliesWhileRunning(std::string_view option) {
  if (IsDiskSlot(option)) return true;
  return std::find(std::begin(kAtOnce), std::end(kAtOnce), WithoutNumber(option)) !=
         std::end(kAtOnce);
}

}  // namespace nexus::simulator

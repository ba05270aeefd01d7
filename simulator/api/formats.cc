#include "simulator/api/formats.h"

#include <algorithm>
#include <map>
#include <regex>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include "libs/base/status.h"
#include "simulator/api/schema.h"
#include "simulator/model/property_string.h"
#include "simulator/model/task.h"

namespace nexus::simulator {
namespace {

struct Pattern {
  std::regex form;
  const char* complaint;  // `{}` stands for the value.
};

constexpr char kRegexMismatch[] = "value does not match the regex pattern";

const std::map<std::string, Pattern, std::less<>>& Patterns() {
  static const std::map<std::string, Pattern, std::less<>> kPatterns = {
      {"vmid",
       {std::regex("[1-9][0-9]{2,8}"),
        "invalid format - value does not look like a valid VM ID\n"}},
      {"node",
       {std::regex("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?"),
        "invalid format - value does not look like a valid node name\n"}},
      {"storage",
       {std::regex("[a-zA-Z][a-zA-Z0-9._-]*[a-zA-Z0-9]"),
        "invalid format - storage ID '{}' contains illegal characters\n"}},
      {"configid",
       {std::regex("[a-zA-Z][a-zA-Z0-9_-]+"), "invalid format - invalid configuration ID '{}'\n"}},
      {"dns",
       {std::regex("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?"
                   "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*"),
        "invalid format - value does not look like a valid DNS name\n"}},
      {"urlencoded",
       {std::regex("[-%a-zA-Z0-9_.!~*'()]*"), "invalid format - invalid urlencoded string: {}\n"}},
      {"mac",
       {std::regex("[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}"),
        "invalid format - value does not look like a valid unicast MAC address\n"}},
      {"ipset-name", {std::regex("[A-Za-z][A-Za-z0-9_-]+"), kRegexMismatch}},
      {"resize", {std::regex("\\+?\\d+(\\.\\d+)?[KMGT]?"), kRegexMismatch}},
      {"disk-slot",
       {std::regex("(ide[0-3]|scsi([12]?\\d|30)|virtio(\\d|1[0-5])|sata[0-5]|efidisk0|tpmstate0)"),
        kRegexMismatch}},
      {"size",
       {std::regex("\\d+(\\.\\d+)?[KMGT]?"),
        "invalid format - value does not look like a valid disk size\n"}},
      {"tag",
       {std::regex("[a-zA-Z0-9_][a-zA-Z0-9_+.-]*"),
        "invalid format - invalid characters in tag\n"}},
  };
  return kPatterns;
}

// A property string: which keys it has, and which one its head is.
struct PropertyFormat {
  Schema schema;
  const char* head;
};

constexpr char kDisk[] =
    "file!:any volume:any media:enum:cdrom|disk size:size "
    "format:enum:raw|qcow|qed|qcow2|vmdk|cloop "
    "cache:enum:none|writethrough|writeback|unsafe|directsync discard:enum:ignore|on ssd:bool "
    "iothread:bool aio:enum:native|threads|io_uring backup:bool replicate:bool ro:bool "
    "serial:urlencoded import-from:any snapshot:bool shared:bool queues:int:2.. mbps:num "
    "mbps_rd:num mbps_wr:num mbps_max:num mbps_rd_max:num mbps_wr_max:num iops:int iops_rd:int "
    "iops_wr:int iops_max:int iops_rd_max:int iops_wr_max:int detect_zeroes:bool";

const std::map<std::string, PropertyFormat, std::less<>>& PropertyFormats() {
  static const std::map<std::string, PropertyFormat, std::less<>> kFormats = {
      {"net",
       {Schema("model!:enum:e1000|e1000e|i82551|i82557b|i82559er|ne2k_isa|ne2k_pci|pcnet|rtl8139|"
               "virtio|vmxnet3 macaddr:mac bridge:str:1.. firewall:bool link_down:bool "
               "mtu:int:1..65520 queues:int:0..64 rate:num:0.. tag:int:1..4094 trunks:str"),
        "model"}},
      {"disk", {Schema(kDisk), "file"}},
      {"agent",
       {Schema("enabled!:bool type:enum:virtio|isa freeze-fs-on-backup:bool "
               "fstrim_cloned_disks:bool"),
        "enabled"}},
      {"boot", {Schema("order:str legacy:str"), "legacy"}},
      {"memory", {Schema("current!:int:16.."), "current"}},
      {"ipconfig", {Schema("ip:ipv4-config gw:ipv4 ip6:ipv6-config gw6:ipv6"), ""}},
      {"vga",
       {Schema("type:enum:cirrus|qxl|qxl2|qxl3|qxl4|none|serial0|serial1|serial2|serial3|std|"
               "virtio|virtio-gl|vmware memory:int:4..512 clipboard:enum:vnc"),
        "type"}},
  };
  return kFormats;
}

constexpr std::string_view kModels[] = {"e1000",    "e1000e",   "i82551",   "i82557b",
                                        "i82559er", "ne2k_isa", "ne2k_pci", "pcnet",
                                        "rtl8139",  "virtio",   "vmxnet3"};

// `virtio=BC:24:...` is `model=virtio,macaddr=BC:24:...`.
void ExpandModel(PropertyString& net) {
  for (const auto& [key, value] : net.properties()) {
    if (std::find(std::begin(kModels), std::end(kModels), key) == std::end(kModels)) continue;
    const std::string model = key;
    const std::string mac = value;
    net.Remove(model);
    net.set_head(model);
    net.Set("macaddr", mac);
    return;
  }
}

std::optional<std::string> PropertyError(const PropertyFormat& format, const std::string& name,
                                         const std::string& value) {
  PropertyString parsed(value);
  if (format.head == std::string_view("model")) ExpandModel(parsed);
  RawParameters raw;
  if (!parsed.head().empty()) raw[format.head] = {parsed.head()};
  for (const auto& [key, text] : parsed.properties()) raw[key] = {text};
  const ParameterErrors errors = format.schema.Check(raw);
  if (errors.empty()) return std::nullopt;
  std::string complaint = "invalid format - format error\n";
  for (const auto& [key, text] : errors) complaint += fmt::format("{}.{}: {}\n", name, key, text);
  return complaint;
}

bool IsAddress(std::string_view text, bool v4, bool v6) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(text), error);
  return !error && ((v4 && address.is_v4()) || (v6 && address.is_v6()));
}

bool IsNetwork(std::string_view text, bool v4, bool v6) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string prefix(text.substr(slash + 1));
  if (prefix.empty() || prefix.size() > 3 ||
      prefix.find_first_not_of("0123456789") != std::string::npos) {
    return false;
  }
  const std::string_view address = text.substr(0, slash);
  return (IsAddress(address, v4, false) && std::stoi(prefix) <= 32) ||
         (IsAddress(address, false, v6) && std::stoi(prefix) <= 128);
}

std::optional<std::string> AddressError(std::string_view format, const std::string& value) {
  if (format == "ipv4-config" && value != "dhcp" && !IsNetwork(value, true, false)) {
    return "invalid format - value does not look like a valid ipv4 network configuration\n";
  }
  if (format == "ipv6-config" && value != "dhcp" && value != "auto" &&
      !IsNetwork(value, false, true)) {
    return "invalid format - value does not look like a valid ipv6 network configuration\n";
  }
  if (format == "ipv4" && !IsAddress(value, true, false)) {
    return "invalid format - value does not look like a valid IPv4 address\n";
  }
  if (format == "ipv6" && !IsAddress(value, false, true)) {
    return "invalid format - value does not look like a valid IPv6 address\n";
  }
  if (format == "address" && !IsAddress(value, true, true)) {
    return "invalid format - value does not look like a valid IP address\n";
  }
  if (format == "cidr" && !IsAddress(value, true, true) && !IsNetwork(value, true, true)) {
    return "invalid format - value does not look like a valid IP address or CIDR network\n";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FormatError(std::string_view format, const std::string& name,
                                       const std::string& value) {
  if (const auto pattern = Patterns().find(format); pattern != Patterns().end()) {
    if (std::regex_match(value, pattern->second.form)) return std::nullopt;
    return fmt::format(fmt::runtime(pattern->second.complaint), value);
  }
  if (const auto known = PropertyFormats().find(format); known != PropertyFormats().end()) {
    return PropertyError(known->second, name, value);
  }
  if (format == "upid") {
    return IsUpid(value) ? std::nullopt : std::optional<std::string>("unable to parse worker upid");
  }
  if (format.ends_with("-list")) {
    format.remove_suffix(5);
    for (const std::string& item : SplitList(value)) {
      if (auto error = FormatError(format, name, item)) return error;
    }
    return std::nullopt;
  }
  return AddressError(format, value);
}

}  // namespace nexus::simulator

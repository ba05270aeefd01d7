#include "simulator/model/guest.h"

#include <algorithm>
#include <charconv>

#include <openssl/sha.h>

#include "libs/base/encoding.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

constexpr std::int64_t kMebibyte = 1 << 20;
constexpr std::string_view kIntegerOptions[] = {
    "acpi",     "autostart", "balloon", "ciupgrade", "cores",  "cpulimit",
    "cpuunits", "freeze",    "kvm",     "numa",      "onboot", "protection",
    "shares",   "sockets",   "tablet",  "template",  "vcpus"};

bool HasNumber(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool IsDiskSlot(std::string_view option) {
  for (const std::string_view bus : {"ide", "scsi", "virtio", "sata", "unused"}) {
    if (option.starts_with(bus) && HasNumber(option.substr(bus.size()))) return true;
  }
  return option == "efidisk0" || option == "tpmstate0";
}

bool IsCloudInit(std::string_view disk) {
  return PropertyString(disk).head().ends_with("-cloudinit");
}

std::string Guest::Option(std::string_view name, std::string_view fallback) const {
  const auto found = config.find(std::string(name));
  return found == config.end() ? std::string(fallback) : found->second;
}

std::int64_t Guest::Number(std::string_view name, std::int64_t fallback) const {
  const std::string text = Option(name);
  std::int64_t number = fallback;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::int64_t Guest::memory_bytes() const {
  const PropertyString memory(Option("memory", "512"));
  const std::string text = memory.Find("current").value_or(memory.head());
  return ParseSize(text).value_or(512) * kMebibyte;
}

std::int64_t Guest::cpus() const { return Number("sockets", 1) * Number("cores", 1); }

std::int64_t Guest::boot_disk_bytes() const {
  const PropertyString boot(Option("boot"));
  for (const std::string& slot : SplitList(boot.Find("order").value_or("scsi0"))) {
    const PropertyString disk(Option(slot));
    if (disk.Find("media") == "cdrom") continue;
    if (const auto size = disk.Find("size")) return ParseSize(*size).value_or(0);
  }
  return 0;
}

std::vector<std::string> Guest::DiskSlots() const {
  std::vector<std::string> slots;
  for (const auto& [name, value] : config) {
    if (IsDiskSlot(name)) slots.push_back(name);
  }
  return slots;
}

std::string Guest::Digest() const {
  std::string text;
  for (const auto& [name, value] : config) text += name + ": " + value + "\n";
  text += "[PENDING]\n";
  for (const auto& [name, value] : pending) text += name + ": " + value + "\n";
  for (const std::string& name : pending_deletes) text += "delete: " + name + "\n";
  return DigestOf(text);
}

std::string DigestOf(std::string_view text) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return HexEncode({reinterpret_cast<const char*>(digest), sizeof(digest)});
}

nlohmann::json ShownOption(const std::string& name, const std::string& value) {
  if (name == "cipassword") return "**********";
  if (std::find(std::begin(kIntegerOptions), std::end(kIntegerOptions), name) !=
          std::end(kIntegerOptions) &&
      HasNumber(value)) {
    return std::stoll(value);
  }
  return value;
}

namespace {

nlohmann::json ToJson(const Firewall& firewall) {
  nlohmann::json ipsets = nlohmann::json::object();
  for (const auto& [name, ipset] : firewall.ipsets) {
    nlohmann::json entries = nlohmann::json::array();
    for (const auto& entry : ipset.entries) {
      entries.push_back(
          {{"cidr", entry.cidr}, {"comment", entry.comment}, {"nomatch", entry.nomatch}});
    }
    ipsets[name] = {{"comment", ipset.comment}, {"entries", std::move(entries)}};
  }
  return {{"options", firewall.options}, {"ipsets", ipsets}, {"rules", firewall.rules}};
}

Firewall FirewallFromJson(const nlohmann::json& json) {
  Firewall firewall;
  json.at("options").get_to(firewall.options);
  json.at("rules").get_to(firewall.rules);
  for (const auto& [name, ipset] : json.at("ipsets").items()) {
    Firewall::IpSet& made = firewall.ipsets[name];
    made.comment = ipset.at("comment");
    for (const auto& entry : ipset.at("entries")) {
      made.entries.push_back({entry.at("cidr"), entry.at("comment"), entry.at("nomatch")});
    }
  }
  return firewall;
}

}  // namespace

nlohmann::json ToJson(const Guest& guest) {
  return {{"vmid", guest.vmid},
          {"node", guest.node},
          {"config", guest.config},
          {"pending", guest.pending},
          {"pending_deletes", guest.pending_deletes},
          {"running", guest.running},
          {"started_at", guest.started_at},
          {"pid", guest.pid},
          {"ignores_shutdown", guest.ignores_shutdown},
          {"firewall", ToJson(guest.firewall)}};
}

Guest GuestFromJson(const nlohmann::json& json) {
  Guest guest;
  json.at("vmid").get_to(guest.vmid);
  json.at("node").get_to(guest.node);
  json.at("config").get_to(guest.config);
  json.at("pending").get_to(guest.pending);
  json.at("pending_deletes").get_to(guest.pending_deletes);
  json.at("running").get_to(guest.running);
  json.at("started_at").get_to(guest.started_at);
  json.at("pid").get_to(guest.pid);
  json.at("ignores_shutdown").get_to(guest.ignores_shutdown);
  guest.firewall = FirewallFromJson(json.at("firewall"));
  return guest;
}

}  // namespace nexus::simulator

#include <algorithm>

#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/firewall_fields.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

absl::StatusOr<Answer> ShowOptions(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  const FirewallFields& options = (*guest)->firewall.options;
  nlohmann::json json = ShownFields(options);
  json["digest"] = FirewallDigest(options);
  return Answer{json};
}

absl::StatusOr<Answer> SetOptions(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  FirewallFields& options = (*guest)->firewall.options;
  if (absl::Status same = CheckFirewallDigest(call, options); !same.ok()) return same;
  for (const std::string& name : SplitList(call.Text("delete"))) options.erase(name);
  for (const auto& [name, value] : FieldsOf(call)) options[name] = value;
  return Answer{};
}

nlohmann::json EntriesOf(const Firewall::IpSet& ipset) {
  nlohmann::json entries = nlohmann::json::array();
  for (const Firewall::Entry& entry : ipset.entries) {
    nlohmann::json row = {{"cidr", entry.cidr}};
    if (!entry.comment.empty()) row["comment"] = entry.comment;
    if (entry.nomatch) row["nomatch"] = 1;
    entries.push_back(std::move(row));
  }
  const std::string digest = FirewallDigest(entries);
  for (auto& row : entries) row["digest"] = digest;
  return entries;
}

absl::StatusOr<Answer> ListIpSets(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [name, ipset] : (*guest)->firewall.ipsets) {
    nlohmann::json row = {{"name", name}, {"digest", FirewallDigest(EntriesOf(ipset))}};
    if (!ipset.comment.empty()) row["comment"] = ipset.comment;
    rows.push_back(std::move(row));
  }
  return Answer{rows};
}

absl::StatusOr<Answer> AddIpSet(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  const std::string name = call.Text("name");
  if (!(*guest)->firewall.ipsets.emplace(name, Firewall::IpSet{call.Text("comment"), {}}).second) {
    return BadParameter("name", fmt::format("IPSet '{}' already exists", name));
  }
  return Answer{};
}

absl::StatusOr<Firewall::IpSet*> LoadIpSet(const Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  const auto found = (*guest)->firewall.ipsets.find(call.Text("name"));
  if (found == (*guest)->firewall.ipsets.end()) {
    return Died(fmt::format("no such IPSet '{}'", call.Text("name")));
  }
  return &found->second;
}

absl::StatusOr<Answer> RemoveIpSet(Call& call) {
  const auto ipset = LoadIpSet(call);
  if (!ipset.ok()) return ipset.status();
  if (!(*ipset)->entries.empty() && !call.Flag("force")) {
    return Died(fmt::format("IPSet '{}' is not empty", call.Text("name")));
  }
  (*call.LoadGuest())->firewall.ipsets.erase(call.Text("name"));
  return Answer{};
}

absl::StatusOr<Answer> ListEntries(Call& call) {
  const auto ipset = LoadIpSet(call);
  if (!ipset.ok()) return ipset.status();
  return Answer{EntriesOf(**ipset)};
}

absl::StatusOr<Answer> AddEntry(Call& call) {
  const auto ipset = LoadIpSet(call);
  if (!ipset.ok()) return ipset.status();
  const std::string cidr = call.Text("cidr");
  for (const Firewall::Entry& entry : (*ipset)->entries) {
    if (entry.cidr == cidr) {
      return BadParameter("cidr", fmt::format("address '{}' already exists", cidr));
    }
  }
  // The newest comes first.
  auto& entries = (*ipset)->entries;
  entries.insert(entries.begin(), {cidr, call.Text("comment"), call.Flag("nomatch")});
  return Answer{};
}

absl::StatusOr<Answer> RemoveEntry(Call& call) {
  const auto ipset = LoadIpSet(call);
  if (!ipset.ok()) return ipset.status();
  const std::string cidr = call.Text("cidr");
  const auto removed = std::erase_if(
      (*ipset)->entries, [&cidr](const Firewall::Entry& entry) { return entry.cidr == cidr; });
  if (removed == 0) return Died(fmt::format("no such IP/Network '{}' in IPSet", cidr));
  return Answer{};
}

}  // namespace

void AddFirewallCalls(Router& router) {
  constexpr char kRead[] = "VM.Audit@/vms/{vmid}";
  constexpr char kWrite[] = "VM.Config.Network@/vms/{vmid}";
  const std::string base = " /nodes/{node}/qemu/{vmid}/firewall/";
  router.Add("GET" + base + "options", Run::kInProxy, kRead, "", AtOnce(ShowOptions));
  router.Add("PUT" + base + "options", Run::kProtected, kWrite,
             std::string("delete:configid-list dhcp:bool digest:str:..64 enable:bool ipfilter:bool "
                         "macfilter:bool ndp:bool radv:bool policy_in:enum:ACCEPT|REJECT|DROP "
                         "policy_out:enum:ACCEPT|REJECT|DROP log_level_in") +
                 kLogLevels + "log_level_out" + kLogLevels,
             AtOnce(SetOptions));
  router.Add("GET" + base + "ipset", Run::kInProxy, kRead, "", AtOnce(ListIpSets));
  router.Add("POST" + base + "ipset", Run::kProtected, kWrite, "name!:ipset-name:2..64 comment:str",
             AtOnce(AddIpSet));
  router.Add("DELETE" + base + "ipset/{name}", Run::kProtected, kWrite, "force:bool",
             AtOnce(RemoveIpSet));
  router.Add("GET" + base + "ipset/{name}", Run::kInProxy, kRead, "", AtOnce(ListEntries));
  router.Add("POST" + base + "ipset/{name}", Run::kProtected, kWrite,
             "cidr!:cidr comment:str nomatch:bool", AtOnce(AddEntry));
  router.Add("DELETE" + base + "ipset/{name}/{cidr}", Run::kProtected, kWrite, "digest:str:..64",
             AtOnce(RemoveEntry));
}

}  // namespace nexus::simulator

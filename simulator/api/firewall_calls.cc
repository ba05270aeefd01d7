#include <algorithm>

#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

constexpr std::string_view kNotOptions[] = {"node", "vmid", "digest", "delete", "pos", "moveto"};
constexpr std::string_view kNumbers[] = {"dhcp", "enable", "ipfilter", "macfilter", "ndp", "radv"};

using Fields = std::map<std::string, std::string>;

std::string DigestOfFields(const nlohmann::json& json) { return DigestOf(json.dump()); }

nlohmann::json Shown(const Fields& fields) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, value] : fields) {
    const bool number =
        std::find(std::begin(kNumbers), std::end(kNumbers), name) != std::end(kNumbers);
    json[name] = number ? nlohmann::json(std::stoi(value)) : nlohmann::json(value);
  }
  return json;
}

// What the call sets, without what only says where and how.
Fields FieldsOf(const Call& call) {
  Fields fields;
  for (const auto& [name, value] : call.parameters) {
    if (std::find(std::begin(kNotOptions), std::end(kNotOptions), name) == std::end(kNotOptions)) {
      fields[name] = value;
    }
  }
  return fields;
}

absl::Status CheckDigest(const Call& call, const nlohmann::json& current) {
  if (!call.Has("digest") || call.Text("digest") == DigestOfFields(current)) {
    return absl::OkStatus();
  }
  return Died("detected modified configuration - file changed by other user? Try again.");
}

absl::StatusOr<Answer> ShowOptions(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  const Fields& options = (*guest)->firewall.options;
  nlohmann::json json = Shown(options);
  json["digest"] = DigestOfFields(options);
  return Answer{json};
}

absl::StatusOr<Answer> SetOptions(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  Fields& options = (*guest)->firewall.options;
  if (absl::Status same = CheckDigest(call, options); !same.ok()) return same;
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
  const std::string digest = DigestOfFields(entries);
  for (auto& row : entries) row["digest"] = digest;
  return entries;
}

absl::StatusOr<Answer> ListIpSets(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [name, ipset] : (*guest)->firewall.ipsets) {
    nlohmann::json row = {{"name", name}, {"digest", DigestOfFields(EntriesOf(ipset))}};
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

nlohmann::json RuleRow(const std::vector<Fields>& rules, std::size_t position) {
  nlohmann::json row = Shown(rules[position]);
  row["pos"] = position;
  row["digest"] = DigestOfFields(rules);
  return row;
}

absl::StatusOr<Answer> ListRules(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  const auto& rules = (*guest)->firewall.rules;
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t i = 0; i < rules.size(); ++i) rows.push_back(RuleRow(rules, i));
  return Answer{rows};
}

// The rules, after a look whether the path's position is one of them and the digest fits.
absl::StatusOr<std::vector<Fields>*> LoadRules(const Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  auto& rules = (*guest)->firewall.rules;
  if (absl::Status same = CheckDigest(call, rules); !same.ok()) return same;
  const std::int64_t position = call.Number("pos", 0);
  if (position >= static_cast<std::int64_t>(rules.size())) {
    return Died(fmt::format("no rule at position {}", position));
  }
  return &rules;
}

absl::Status CheckAction(const Call& call) {
  const std::string action = call.Text("action");
  const bool known = action == "ACCEPT" || action == "DROP" || action == "REJECT";
  if (!call.Has("action") || known || call.Text("type") == "group") return absl::OkStatus();
  return BadParameter("action", fmt::format("unknown action '{}'", action));
}

absl::StatusOr<Answer> AddRule(Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  if (absl::Status action = CheckAction(call); !action.ok()) return action;
  auto& rules = (*guest)->firewall.rules;
  if (absl::Status same = CheckDigest(call, rules); !same.ok()) return same;
  Fields rule = FieldsOf(call);
  rule.emplace("enable", "0");
  const auto at =
      std::min<std::int64_t>(call.Number("pos", 0), static_cast<std::int64_t>(rules.size()));
  rules.insert(rules.begin() + at, std::move(rule));
  return Answer{};
}

absl::StatusOr<Answer> ShowRule(Call& call) {
  const auto rules = LoadRules(call);
  if (!rules.ok()) return rules.status();
  return Answer{RuleRow(**rules, static_cast<std::size_t>(call.Number("pos", 0)))};
}

absl::StatusOr<Answer> ChangeRule(Call& call) {
  const auto loaded = LoadRules(call);
  if (!loaded.ok()) return loaded.status();
  if (absl::Status action = CheckAction(call); !action.ok()) return action;
  auto& rules = **loaded;
  const auto at = rules.begin() + call.Number("pos", 0);
  for (const std::string& name : SplitList(call.Text("delete"))) at->erase(name);
  for (const auto& [name, value] : FieldsOf(call)) (*at)[name] = value;
  if (!call.Has("moveto")) return Answer{};
  Fields rule = std::move(*at);
  rules.erase(at);
  const auto to =
      std::min<std::int64_t>(call.Number("moveto", 0), static_cast<std::int64_t>(rules.size()));
  rules.insert(rules.begin() + to, std::move(rule));
  return Answer{};
}

absl::StatusOr<Answer> RemoveRule(Call& call) {
  const auto rules = LoadRules(call);
  if (!rules.ok()) return rules.status();
  (*rules)->erase((*rules)->begin() + call.Number("pos", 0));
  return Answer{};
}

constexpr char kLevels[] = ":enum:emerg|alert|crit|err|warning|notice|info|debug|nolog ";

std::string RuleFields(bool required) {
  const char* mark = required ? "!" : "";
  return fmt::format(
             "action{0}:str:2..20 type{0}:enum:in|out|forward|group comment:str dest:str:..512 "
             "digest:str:..64 dport:str enable:int:0.. icmp-type:str iface:str:2..20 "
             "macro:str:..128 proto:str source:str:..512 sport:str log",
             mark) +
         kLevels;
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
                 kLevels + "log_level_out" + kLevels,
             AtOnce(SetOptions));
  router.Add("GET" + base + "ipset", Run::kInProxy, kRead, "", AtOnce(ListIpSets));
  router.Add("POST" + base + "ipset", Run::kProtected, kWrite,
             "name!:ipset-name:2..64 comment:str digest:str:..64 rename:ipset-name:2..64",
             AtOnce(AddIpSet));
  router.Add("DELETE" + base + "ipset/{name}", Run::kProtected, kWrite, "force:bool",
             AtOnce(RemoveIpSet));
  router.Add("GET" + base + "ipset/{name}", Run::kInProxy, kRead, "", AtOnce(ListEntries));
  router.Add("POST" + base + "ipset/{name}", Run::kProtected, kWrite,
             "cidr!:cidr comment:str nomatch:bool", AtOnce(AddEntry));
  router.Add("DELETE" + base + "ipset/{name}/{cidr}", Run::kProtected, kWrite, "digest:str:..64",
             AtOnce(RemoveEntry));
  router.Add("GET" + base + "rules", Run::kInProxy, kRead, "", AtOnce(ListRules));
  router.Add("POST" + base + "rules", Run::kProtected, kWrite, RuleFields(true) + "pos:int:0..",
             AtOnce(AddRule));
  router.Add("GET" + base + "rules/{pos}", Run::kInProxy, kRead, "", AtOnce(ShowRule));
  router.Add("PUT" + base + "rules/{pos}", Run::kProtected, kWrite,
             RuleFields(false) + "delete:configid-list moveto:int:0..", AtOnce(ChangeRule));
  router.Add("DELETE" + base + "rules/{pos}", Run::kProtected, kWrite, "digest:str:..64",
             AtOnce(RemoveRule));
}

}  // namespace nexus::simulator

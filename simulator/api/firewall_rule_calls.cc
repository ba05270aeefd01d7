#include <algorithm>

#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/firewall_fields.h"
#include "simulator/model/errors.h"
#include "simulator/model/property_string.h"

namespace nexus::simulator {
namespace {

nlohmann::json RuleRow(const std::vector<FirewallFields>& rules, std::size_t position) {
  nlohmann::json row = ShownFields(rules[position]);
  row["pos"] = position;
  row["digest"] = FirewallDigest(rules);
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
absl::StatusOr<std::vector<FirewallFields>*> LoadRules(const Call& call) {
  const auto guest = call.LoadGuest();
  if (!guest.ok()) return guest.status();
  auto& rules = (*guest)->firewall.rules;
  if (absl::Status same = CheckFirewallDigest(call, rules); !same.ok()) return same;
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
  if (absl::Status same = CheckFirewallDigest(call, rules); !same.ok()) return same;
  FirewallFields rule = FieldsOf(call);
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
  FirewallFields rule = std::move(*at);
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

std::string RuleFields(bool required) {
  const char* mark = required ? "!" : "";
  return fmt::format(
             "action{0}:str:2..20 type{0}:enum:in|out|forward|group comment:str dest:str:..512 "
             "digest:str:..64 dport:str enable:int:0.. icmp-type:str iface:str:2..20 "
             "macro:str:..128 proto:str source:str:..512 sport:str log",
             mark) +
         kLogLevels;
}

}  // namespace

void AddFirewallRuleCalls(Router& router) {
  constexpr char kRead[] = "VM.Audit@/vms/{vmid}";
  constexpr char kWrite[] = "VM.Config.Network@/vms/{vmid}";
  const std::string base = " /nodes/{node}/qemu/{vmid}/firewall/";
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

#include "simulator/control/faults.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using Kind = Faults::RequestFault::Kind;

const std::map<std::string, Kind> kRequestKinds = {
    {"delay", Kind::kDelay},
    {"error_before_effect", Kind::kErrorBefore},
    {"error_after_effect", Kind::kErrorAfter},
    {"reset_before_effect", Kind::kResetBefore},
    {"reset_after_effect", Kind::kResetAfter},
    {"empty", Kind::kEmpty},
};

constexpr std::string_view kTaskKinds[] = {"task_fail", "task_hang", "task_kill"};

bool IsTaskKind(std::string_view kind) {
  return std::find(std::begin(kTaskKinds), std::end(kTaskKinds), kind) != std::end(kTaskKinds);
}

}  // namespace

bool MatchesPattern(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  pattern.remove_prefix(star + 1);
  text.remove_prefix(star);
  for (std::size_t skip = 0; skip <= text.size(); ++skip) {
    if (MatchesPattern(pattern, text.substr(skip))) return true;
  }
  return false;
}

bool Faults::Rule::Counts() {
  ++matches;
  return matches >= nth && (times == 0 || matches < nth + times);
}

absl::StatusOr<int> Faults::Add(const nlohmann::json& json) {
  Rule rule;
  try {
    const nlohmann::json match = json.value("match", nlohmann::json::object());
    rule.method = match.value("method", "");
    rule.path = match.value("path", "");
    rule.task = match.value("task_type", "");
    rule.step = match.value("step", "begin");
    rule.vmid = match.value("vmid", 0);
    rule.nth = match.value("nth", 1);
    rule.times = match.value("times", 1);
    const nlohmann::json& action = json.at("action");
    rule.kind = action.at("kind");
    rule.text = action.value("text", "failed because a test said so");
    rule.fault.delay_ms = action.value("ms", 0);
    rule.fault.code = action.value("code", 500);
    rule.fault.reason = action.value("reason", "failed because a test said so");
  } catch (const nlohmann::json::exception& wrong) {
    return absl::InvalidArgumentError(fmt::format("this is no fault rule: {}", wrong.what()));
  }
  const auto kind = kRequestKinds.find(rule.kind);
  if (kind != kRequestKinds.end()) {
    rule.fault.kind = kind->second;
    if (rule.path.empty()) return absl::InvalidArgumentError("a request fault needs match.path");
  } else if (!IsTaskKind(rule.kind)) {
    return absl::InvalidArgumentError(fmt::format("there is no fault kind {}", rule.kind));
  } else if (rule.task.empty()) {
    return absl::InvalidArgumentError("a task fault needs match.task_type");
  }
  rules_.emplace(next_id_, std::move(rule));
  return next_id_++;
}

bool Faults::Remove(int id) {
  const auto found = rules_.find(id);
  if (found == rules_.end()) return false;
  const std::set<Pause*> hanging = std::move(found->second.hanging);
  rules_.erase(found);
  for (Pause* pause : hanging) pause->Wake();
  return true;
}

void Faults::Clear() {
  while (!rules_.empty()) Remove(rules_.begin()->first);
}

nlohmann::json Faults::ToJson() const {
  nlohmann::json json = nlohmann::json::array();
  for (const auto& [id, rule] : rules_) {
    json.push_back({{"id", id},
                    {"kind", rule.kind},
                    {"path", rule.path},
                    {"task_type", rule.task},
                    {"matches", rule.matches},
                    {"hanging", rule.hanging.size()}});
  }
  return json;
}

std::optional<Faults::RequestFault> Faults::OnRequest(std::string_view method,
                                                      std::string_view path,
                                                      const std::set<int>& vmids) {
  std::optional<RequestFault> fault;
  for (auto& [id, rule] : rules_) {
    const bool matches = !rule.path.empty() && (rule.method.empty() || rule.method == method) &&
                         (rule.vmid == 0 || vmids.contains(rule.vmid)) &&
                         MatchesPattern(rule.path, path);
    if (matches && rule.Counts() && !fault) fault = rule.fault;
  }
  return fault;
}

asio::awaitable<absl::Status> Faults::OnStep(Task& task, std::string step) {
  for (auto& [id, rule] : rules_) {
    const bool matches = rule.task == task.record().type && rule.step == step &&
                         (rule.vmid == 0 || std::to_string(rule.vmid) == task.record().id);
    if (!matches || !rule.Counts()) continue;
    if (rule.kind == "task_fail") co_return Died(rule.text);
    if (rule.kind == "task_kill") co_return Killed();
    rule.hanging.insert(&task.pause());
    const int number = id;
    absl::Status waited;
    while (waited.ok() && rules_.contains(number)) {
      waited = co_await task.pause().Until(Pause::Clock::now() + std::chrono::hours(1));
    }
    const auto still = rules_.find(number);
    if (still != rules_.end()) still->second.hanging.erase(&task.pause());
    co_return waited;
  }
  co_return absl::OkStatus();
}

}  // namespace nexus::simulator

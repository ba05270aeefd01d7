#include "services/scheduler/domain/queue_words.h"

#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus::scheduler {
namespace {

using Kind = queue::Rule::Kind;

std::string WhatIsPaused(const queue::Pause& pause) {
  std::string what = pause.kind.empty() ? "Everything" : fmt::format("“{}”", pause.kind);
  if (!pause.serial_key.empty()) {
    what += " for this instance";
  } else if (!pause.tenant.empty()) {
    what += " for this project";
  }
  if (!pause.shard.empty()) what += fmt::format(" on cluster {}", pause.shard);
  return what;
}

std::string PauseSentence(const queue::Pause& pause) {
  return fmt::format("{} is paused: {}", WhatIsPaused(pause), pause.reason);
}

std::string LimitSentence(const queue::Rule& rule, std::string_view who) {
  if (!rule.holds) return fmt::format("{} has a slot left", who);
  if (rule.used < rule.limit) {
    return fmt::format("{} runs {} of at most {} tasks, and others of it are first in line", who,
                       rule.used, rule.limit);
  }
  return fmt::format("{} runs {} tasks, its limit is {}", who, rule.used, rule.limit);
}

std::string SlotsSentence(const queue::Rule& rule) {
  if (!rule.holds) return "The cluster has a slot left";
  if (rule.used < rule.limit) {
    return fmt::format("The cluster's last {} slots go to those before it", rule.limit - rule.used);
  }
  return fmt::format("The cluster runs {} tasks, its limit is {}", rule.used, rule.limit);
}

std::string InstanceSentence(const queue::Rule& rule) {
  if (!rule.holds) return "No other task holds its instance";
  return rule.task_runs ? "Another task of its instance is at work"
                        : "An earlier task of its instance comes first";
}

}  // namespace

std::string SentenceOf(const queue::Rule& rule) {
  switch (rule.kind) {
    case Kind::kOwner:
      return rule.holds ? "No scheduler works the cluster" : "A scheduler works the cluster";
    case Kind::kTime:
      return rule.holds ? "It waits for its time, or its next try"
                        : "Not scheduled for later, no retry delay";
    case Kind::kPause:
      return rule.pauses.empty() ? "No pause matches it" : PauseSentence(rule.pauses.front());
    case Kind::kKey:
      return InstanceSentence(rule);
    case Kind::kTenantLimit:
      return LimitSentence(rule, "Its project");
    case Kind::kSlots:
      return SlotsSentence(rule);
  }
  NEXUS_CHECK(false);
}

std::string ShortlyHeldBy(const queue::Rule& rule) {
  switch (rule.kind) {
    case Kind::kOwner:
      return "No scheduler at work";
    case Kind::kTime:
      return "Next try";
    case Kind::kPause:
      return fmt::format("Paused: {}", rule.pauses.front().reason);
    case Kind::kKey:
      return rule.task_runs ? "Instance is busy" : "Earlier task first";
    case Kind::kTenantLimit:
      return "Share of project used";
    case Kind::kSlots:
      return "No free slot";
  }
  NEXUS_CHECK(false);
}

}  // namespace nexus::scheduler

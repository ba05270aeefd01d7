#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "libs/queue/pause.h"

namespace nexus::queue {

// How many tasks of a shard run at once, in all and for one tenant.
struct Limits {
  int slots = 64;
  int tenant_slots = 8;
};

// One rule that a waiting task must pass, and whether it holds the task now.
struct Rule {
  // In the order in which they are looked at.
  enum class Kind {
    kOwner,        // Somebody works the shard.
    kTime,         // It is time to begin, or to try again.
    kPause,        // No pause matches.
    kKey,          // No other task of its key runs or comes first.
    kTenantLimit,  // Its tenant has a slot left.
    kSlots,        // The shard has a slot left.
  };
  Kind kind = Kind::kOwner;
  bool holds = false;

  // kTime: when that is.
  std::optional<absl::Time> until;

  // kPause: each one that matches.
  std::vector<Pause> pauses;

  // kKey: the task that runs or comes first, and whether it runs.
  std::string task;
  bool task_runs = false;

  // kTenantLimit, kSlots: of how many, how many are taken.
  int used = 0;
  int limit = 0;
};

// Why a waiting task waits. A task that no rule holds is begun in the next
// round of its owner, some milliseconds later.
struct Explanation {
  std::string task;

  // One of each kind, in order.
  std::vector<Rule> rules;

  // Its place among those that nothing but a free slot is missing for; 1 is
  // next, 0 is not in line.
  int position = 0;

  // Null when none holds it.
  const Rule* FirstHold() const {
    for (const Rule& rule : rules) {
      if (rule.holds) return &rule;
    }
    return nullptr;
  }
};

// Who works a shard.
struct Owner {
  // Empty: nobody.
  std::string name;
  std::int64_t epoch = 0;

  // Whether its lease is still good.
  bool renewing = false;
};

}  // namespace nexus::queue

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace nexus::scheduler {

// One step of a task and how far it is. Saved before and after each call, so
// that whoever has the task next knows what may have happened.
struct StepRecord {
  enum class State { kPending, kRunning, kDone, kFailed };

  // `clone`; see TitleOf.
  std::string name;

  State state = State::kPending;
  std::optional<absl::Time> start_time;
  std::optional<absl::Time> end_time;

  // A call is about to be, or was, sent; gone again when it surely did nothing.
  std::optional<absl::Time> intent_time;

  // The hypervisor's task, once it told us.
  std::string upid;
};

// What a task remembers from one owner to the next.
struct Progress {
  // 0 until one was taken.
  int vmid = 0;

  // Where the guest is, or is being made.
  std::string node;

  std::vector<StepRecord> steps;

  // 0 to 100; never goes back.
  int percent = 0;

  // The latest call that nobody answered: its effect may yet come.
  std::optional<absl::Time> last_unanswered;

  // A guest may have been made under `vmid`.
  bool may_have_guest = false;

  // Why the last try did not succeed, while the task waits for its next.
  std::string last_error;
};

// The steps that a kind of task takes, in order, all pending.
std::vector<StepRecord> PlannedSteps(std::string_view kind);

// The record of that name; appended when there is none.
StepRecord& StepOf(Progress& progress, std::string_view name);

// For people: `Clone the image`.
std::string_view TitleOf(std::string_view step);

// How much of its task is done with that step, in percent; 0 for one of a clean-up.
int PercentAfter(std::string_view kind, std::string_view step);

}  // namespace nexus::scheduler

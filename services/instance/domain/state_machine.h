#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "services/instance/domain/instance.h"

// The life of an instance, as a table. Nothing else decides what may follow what.

namespace nexus::instance {

bool MayMove(State from, State to);

// Moves `instance`; a move that the table does not have is a bug and ends the process.
void Move(Instance& instance, State to);

// The state that a verb begins with: STARTING, STOPPING, DELETING. Not for create.
State StateDuring(Verb verb);

// Where an instance was before the verb that it is in the middle of: RUNNING for
// STOPPING, STOPPED for STARTING. Itself when it is settled.
State SettledBefore(State state);

// Something a caller may do now, or why not.
struct AllowedAction {
  Verb verb;
  bool allowed = false;

  // One sentence; empty when allowed.
  std::string reason;
};

// Start, stop and delete, in this order.
std::vector<AllowedAction> AllowedActions(State state);

// FAILED_PRECONDITION `ACTION_NOT_ALLOWED` with the same reason.
absl::Status CheckAllowed(Verb verb, State state);

}  // namespace nexus::instance

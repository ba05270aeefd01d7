#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace nexus::scheduler {

// What kind of failure a hypervisor reported: says what may be done next.
enum class Failure {
  kNone,           // Not a hypervisor's failure.
  kAuthBad,        // The token is not accepted.
  kForbidden,      // The token lacks a privilege.
  kBadRequest,     // Our bug.
  kAlreadyExists,  // Ours already, or a conflict: look whose mark it carries.
  kNotFound,       // For a removal, success.
  kNoSuchNode,
  kLocked,          // Another operation holds the guest.
  kLockTimeout,     // The same for a moment; nothing was done.
  kDigestMismatch,  // Read again, decide again.
  kWrongState,      // It may be the goal already.
  kNoQuorum,        // Reads work, writes do not.
  kStorageFull,
  kStorageDown,
  kAgentDown,
  kNodeDown,        // Not reached: nothing was done.
  kUnknownOutcome,  // Sent, not answered: find out before anything else.
  kWorkerFork,      // Not begun for lack of a process.
  kOther,
};

// `LOCK_TIMEOUT`; also the reason of the error.
std::string_view NameOf(Failure failure);

// An error of the hypervisor: `message` is what it said.
absl::Status HypervisorError(Failure failure, std::string_view message);

// kNone for anything that HypervisorError did not make.
Failure FailureOf(const absl::Status& status);

// Whether the same may go well a little later.
bool IsTransient(Failure failure);

}  // namespace nexus::scheduler

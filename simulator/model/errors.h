#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

// The errors of a Proxmox VE API, as statuses: the message is the text on the
// wire, the code decides the HTTP status. The texts are matched by clients and
// so are part of the contract.

namespace nexus::simulator {

// Parameter name to what is wrong with it.
using ParameterErrors = std::map<std::string, std::string>;

// 500: whatever a handler or a task dies of.
absl::Status Died(std::string_view text);

// 400 `Parameter verification failed.`
absl::Status BadParameters(const ParameterErrors& errors);
absl::Status BadParameter(std::string_view name, std::string_view text);

// 403 `Permission check failed (<path>, <privilege>)`.
absl::Status Forbidden(std::string_view path, std::string_view privileges);

// 401, which the API answers late and, for all but a log-in, without a body.
absl::Status Unauthenticated(std::string_view text);

// 501.
absl::Status NotImplemented(std::string_view text);

// 596: the call went on for longer than its caller's proxy waits.
absl::Status ForwardTimedOut();

// How a task ends that was killed outright: it cleans nothing up.
absl::Status Killed();
bool WasKilled(const absl::Status& status);

int HttpCode(const absl::Status& status);
std::string Text(const absl::Status& status);
ParameterErrors ParameterErrorsOf(const absl::Status& status);

// What a call says about a guest that is not there: which of the two depends on the call.
absl::Status ConfigMissing(int vmid, std::string_view node);
absl::Status GuestNotFound(int vmid, std::string_view node);

absl::Status GuestLocked(std::string_view lock);
absl::Status GuestNotRunning(int vmid);
absl::Status LockFileTimeout(int vmid);
absl::Status DigestMismatch();
absl::Status StorageMissing(std::string_view storage);

}  // namespace nexus::simulator

// NEXUS_RETURN_IF_ERROR for coroutines. `expression` may await.
#define NEXUS_CO_RETURN_IF_ERROR(expression)        \
  do {                                              \
    absl::Status nexus_status = (expression);       \
    if (!nexus_status.ok()) co_return nexus_status; \
  } while (false)

#pragma once

#include "absl/status/statusor.h"
#include <nlohmann/json.hpp>

#include "services/scheduler/proxmox/http_client.h"

namespace nexus::scheduler::proxmox {

// The `data` of a 200, or the HypervisorError that the answer is: its text from
// the body, or from the reason phrase when the body has none, with the names of
// wrong parameters. A 200 to a call that `mutates`, but cannot be read, is
// Failure::kUnknownOutcome.
absl::StatusOr<nlohmann::json> ParseAnswer(const Answer& answer, bool mutates);

}  // namespace nexus::scheduler::proxmox

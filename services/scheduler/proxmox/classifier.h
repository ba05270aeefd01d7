#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "services/scheduler/domain/failure.h"

namespace nexus::scheduler::proxmox {

// What an HTTP answer that is not 200 means. `message` is the text of the body,
// or the reason phrase; `has_errors`: it names parameters that are wrong.
Failure ClassifyAnswer(int http_status, std::string_view message, bool has_errors);

// The same for the text of a task that failed.
Failure ClassifyText(std::string_view message);

// What the exit status of a finished task says: OK for `OK` and `WARNINGS: n`.
absl::Status ResultOfTask(const std::string& exit_status);

}  // namespace nexus::scheduler::proxmox

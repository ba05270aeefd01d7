#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace nexus::scheduler {

// The errors of this service, each with the reason that its proto documents.
absl::Status NoClusterFits(std::string_view image);
absl::Status ClusterUnread(std::string_view cluster);
absl::Status TaskClosed(std::string_view task);
absl::Status TaskDiffers(std::string_view task);
absl::Status TaskNotFound(std::string_view task);
absl::Status ClusterNotFound(std::string_view cluster);
absl::Status ClusterExists(std::string_view cluster);
absl::Status SlugInvalid(std::string_view slug);
absl::Status EndpointInvalid(std::string_view endpoint);
absl::Status VmidRangeInvalid(int first, int last);
absl::Status ClusterUnreachable(std::string_view endpoint, std::string_view why);
absl::Status NotOurs(int vmid);
absl::Status TaskCancelled();
absl::Status TaskNotCancellable(std::string_view task, std::string_view why);
absl::Status PauseExists();
absl::Status PauseNotFound(std::string_view pause);
absl::Status TaskTimedOut(std::string_view step);
absl::Status GuestAbsent();
absl::Status VmidsExhausted(std::string_view cluster);

// The process leaves or lost the task: whoever has it next goes on.
absl::Status TaskHandedOn();

}  // namespace nexus::scheduler

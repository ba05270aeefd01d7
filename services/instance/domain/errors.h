#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "services/instance/domain/instance.h"

// Every error of this service, with the reason that its proto documents.

namespace nexus::instance {

absl::Status InstanceNotFound(const InstanceName& name);
absl::Status PlanNotFound(const std::string& plan);
absl::Status ImageNotFound(const std::string& image);

absl::Status NameTaken(const std::string& display_name);
absl::Status DisplayNameInvalid(const std::string& display_name);
absl::Status SshKeyInvalid(int index, std::string_view why);
absl::Status ActionNotAllowed(Verb verb, State state, const std::string& why);
absl::Status NoAddressLeft(const std::string& cluster);

// It is not known yet whether the instance will be made; it goes on by itself.
absl::Status OutcomeUnknown(const InstanceName& name);

// The row was written by somebody else since it was read.
absl::Status MovedMeanwhile(const InstanceName& name);

// A create that ended otherwise while its caller waited.
absl::Status CreateFailed(const InstanceName& name, const Failure& failure);
absl::Status DeletedBeforeReady(const InstanceName& name);

absl::Status PlanExists(const std::string& plan);
absl::Status ImageExists(const std::string& image);
absl::Status AddressPoolExists(const std::string& pool);
absl::Status AddressesShared(const std::string& pool, const std::string& cidr);
absl::Status CidrInvalid(std::string_view field, std::string_view why);
absl::Status SlugInvalid(std::string_view field, const std::string& slug);
absl::Status SizeInvalid(std::string_view field, std::string_view why);

// Why a create is given up that nobody acknowledged in time.
Failure TimedOut();

// Keeps an error beside an instance, for people and programs.
Failure FailureFrom(const absl::Status& status);

// Whether a call with this status may have taken effect. Any other error is a refusal.
bool IsOutcomeUnknown(const absl::Status& status);

}  // namespace nexus::instance

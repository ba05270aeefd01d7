#include "services/instance/domain/errors.h"

#include <fmt/format.h>

#include "libs/base/status.h"
#include "nexus/instance/v1/error_reason.pb.h"

namespace nexus::instance {

absl::Status InstanceNotFound(const InstanceName& name) {
  return Error(absl::StatusCode::kNotFound, v1::INSTANCE_NOT_FOUND,
               fmt::format("no instance {}", name.Full()), {{"name", name.Full()}});
}

absl::Status PlanNotFound(const std::string& plan) {
  return Error(absl::StatusCode::kNotFound, v1::PLAN_NOT_FOUND, fmt::format("no plan {}", plan),
               {{"plan", plan}});
}

absl::Status ImageNotFound(const std::string& image) {
  return Error(absl::StatusCode::kNotFound, v1::IMAGE_NOT_FOUND, fmt::format("no image {}", image),
               {{"image", image}});
}

absl::Status NameTaken(const std::string& display_name) {
  return Error(absl::StatusCode::kAlreadyExists, v1::NAME_TAKEN,
               fmt::format("the project has an instance named {} already", display_name),
               {{"display_name", display_name}});
}

absl::Status DisplayNameInvalid(const std::string& display_name) {
  return WithFieldViolation(
      Error(absl::StatusCode::kInvalidArgument, v1::DISPLAY_NAME_INVALID,
            "a name is 1 to 63 lower-case letters, digits and dashes, with no dash at either end",
            {{"display_name", display_name}}),
      "instance.displayName", "not a DNS label");
}

absl::Status SshKeyInvalid(int index, std::string_view why) {
  return WithFieldViolation(
      Error(absl::StatusCode::kInvalidArgument, v1::SSH_KEY_INVALID,
            fmt::format("SSH key {} is not an OpenSSH public key: {}", index + 1, why)),
      fmt::format("instance.sshKeys[{}]", index), why);
}

absl::Status ActionNotAllowed(Verb verb, State state, const std::string& why) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::ACTION_NOT_ALLOWED, why,
               {{"action", KindOf(verb)}, {"state", States::State_Name(state)}});
}

absl::Status NoAddressLeft(const std::string& cluster) {
  return Error(absl::StatusCode::kResourceExhausted, v1::NO_ADDRESS_LEFT,
               fmt::format("every address of {} is taken", cluster), {{"cluster", cluster}});
}

absl::Status OutcomeUnknown(const InstanceName& name) {
  return WithRetryAfter(
      Error(absl::StatusCode::kUnavailable, v1::OUTCOME_UNKNOWN,
            "it is not known yet whether the instance will be made; it goes on by itself",
            {{"name", name.Full()}}),
      absl::Seconds(2));
}

absl::Status MovedMeanwhile(const InstanceName& name) {
  return Unavailable(fmt::format("{} was changed at the same time; try again", name.Full()));
}

absl::Status CreateFailed(const InstanceName& name, const Failure& failure) {
  return MakeError(absl::StatusCode::kAborted, failure.reason,
                   DomainOf(*v1::ErrorReason_descriptor()), failure.message,
                   {{"name", name.Full()}});
}

absl::Status DeletedBeforeReady(const InstanceName& name) {
  return Error(absl::StatusCode::kAborted, v1::DELETED_BEFORE_READY,
               "the instance was deleted before it was made", {{"name", name.Full()}});
}

absl::Status PlanExists(const std::string& plan) {
  return Error(absl::StatusCode::kAlreadyExists, v1::PLAN_EXISTS,
               fmt::format("there is a plan {} already", plan), {{"plan", plan}});
}

absl::Status ImageExists(const std::string& image) {
  return Error(absl::StatusCode::kAlreadyExists, v1::IMAGE_EXISTS,
               fmt::format("there is an image {} already", image), {{"image", image}});
}

absl::Status AddressPoolExists(const std::string& pool) {
  return Error(absl::StatusCode::kAlreadyExists, v1::ADDRESS_POOL_EXISTS,
               fmt::format("there is an address pool {} already", pool), {{"address_pool", pool}});
}

absl::Status AddressesShared(const std::string& pool, const std::string& cidr) {
  return Error(absl::StatusCode::kAlreadyExists, v1::ADDRESS_POOL_EXISTS,
               fmt::format("another pool has addresses of {}", cidr),
               {{"address_pool", pool}, {"cidr", cidr}});
}

absl::Status CidrInvalid(std::string_view field, std::string_view why) {
  return WithFieldViolation(Error(absl::StatusCode::kInvalidArgument, v1::CIDR_INVALID,
                                  fmt::format("the range cannot be used: {}", why)),
                            field, why);
}

absl::Status SlugInvalid(std::string_view field, const std::string& slug) {
  return WithFieldViolation(
      Error(absl::StatusCode::kInvalidArgument, v1::SLUG_INVALID,
            "an id is 1 to 40 lower-case letters, digits and dashes, with no dash at either end",
            {{"id", slug}}),
      field, "not lower-case letters, digits and dashes");
}

absl::Status SizeInvalid(std::string_view field, std::string_view why) {
  return WithFieldViolation(Error(absl::StatusCode::kInvalidArgument, v1::SIZE_INVALID,
                                  fmt::format("a plan has {}", why)),
                            field, why);
}

Failure TimedOut() {
  return {v1::ErrorReason_Name(v1::TIMED_OUT),
          "it was not acknowledged in time and has been given up; nothing was charged"};
}

Failure FailureFrom(const absl::Status& status) { return {ReasonOf(status), MessageOf(status)}; }

bool IsOutcomeUnknown(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
      return true;
    default:
      return false;
  }
}

}  // namespace nexus::instance

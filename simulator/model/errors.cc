#include "simulator/model/errors.h"

#include "absl/strings/cord.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "libs/base/status.h"

namespace nexus::simulator {
namespace {

constexpr char kParameterErrors[] = "pve/parameter-errors";

}  // namespace

absl::Status Died(std::string_view text) { return absl::InternalError(ToAbsl(text)); }

absl::Status BadParameters(const ParameterErrors& errors) {
  absl::Status status = absl::InvalidArgumentError("Parameter verification failed.");
  status.SetPayload(kParameterErrors, absl::Cord(nlohmann::json(errors).dump()));
  return status;
}

absl::Status BadParameter(std::string_view name, std::string_view text) {
  return BadParameters({{std::string(name), std::string(text)}});
}

absl::Status Forbidden(std::string_view path, std::string_view privileges) {
  return absl::PermissionDeniedError(
      fmt::format("Permission check failed ({}, {})", path, privileges));
}

absl::Status Unauthenticated(std::string_view text) {
  return absl::UnauthenticatedError(ToAbsl(text));
}

absl::Status NotImplemented(std::string_view text) {
  return absl::UnimplementedError(ToAbsl(text));
}

absl::Status ForwardTimedOut() { return absl::DeadlineExceededError("Connection timed out"); }

absl::Status Killed() { return absl::AbortedError("unexpected status"); }
bool WasKilled(const absl::Status& status) { return absl::IsAborted(status); }

int HttpCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kDeadlineExceeded:
      return 596;
    default:
      return 500;
  }
}

std::string Text(const absl::Status& status) { return std::string(FromAbsl(status.message())); }

ParameterErrors ParameterErrorsOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kParameterErrors);
  if (!payload) return {};
  return nlohmann::json::parse(std::string(*payload)).get<ParameterErrors>();
}

absl::Status ConfigMissing(int vmid, std::string_view node) {
  return Died(
      fmt::format("Configuration file 'nodes/{}/qemu-server/{}.conf' does not exist", node, vmid));
}

absl::Status GuestNotFound(int vmid, std::string_view node) {
  return Died(fmt::format("unable to find configuration file for VM {} on node '{}'", vmid, node));
}

absl::Status GuestLocked(std::string_view lock) {
  return Died(fmt::format("VM is locked ({})", lock));
}

absl::Status GuestNotRunning(int vmid) { return Died(fmt::format("VM {} not running", vmid)); }

absl::Status LockFileTimeout(int vmid) {
  return Died(
      fmt::format("can't lock file '/var/lock/qemu-server/lock-{}.conf' - got timeout", vmid));
}

absl::Status DigestMismatch() { return Died("checksum mismatch (file change by other user?)"); }

absl::Status StorageMissing(std::string_view storage) {
  return Died(fmt::format("storage '{}' does not exist", storage));
}

}  // namespace nexus::simulator

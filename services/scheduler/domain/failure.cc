#include "services/scheduler/domain/failure.h"

#include <array>
#include <string>
#include <utility>

#include "libs/base/status.h"

namespace nexus::scheduler {
namespace {

struct Row {
  Failure failure;
  std::string_view name;
  absl::StatusCode code;
};

constexpr char kKey[] = "hypervisor_failure";

constexpr std::array<Row, 18> kRows = {{
    {Failure::kAuthBad, "AUTH_BAD", absl::StatusCode::kUnauthenticated},
    {Failure::kForbidden, "FORBIDDEN", absl::StatusCode::kPermissionDenied},
    {Failure::kBadRequest, "BAD_REQUEST", absl::StatusCode::kInvalidArgument},
    {Failure::kAlreadyExists, "ALREADY_EXISTS", absl::StatusCode::kAlreadyExists},
    {Failure::kNotFound, "NOT_FOUND", absl::StatusCode::kNotFound},
    {Failure::kNoSuchNode, "NO_SUCH_NODE", absl::StatusCode::kNotFound},
    {Failure::kLocked, "LOCKED", absl::StatusCode::kAborted},
    {Failure::kLockTimeout, "LOCK_TIMEOUT", absl::StatusCode::kAborted},
    {Failure::kDigestMismatch, "DIGEST_MISMATCH", absl::StatusCode::kAborted},
    {Failure::kWrongState, "WRONG_STATE", absl::StatusCode::kFailedPrecondition},
    {Failure::kNoQuorum, "NO_QUORUM", absl::StatusCode::kUnavailable},
    {Failure::kStorageFull, "STORAGE_FULL", absl::StatusCode::kResourceExhausted},
    {Failure::kStorageDown, "STORAGE_DOWN", absl::StatusCode::kUnavailable},
    {Failure::kAgentDown, "AGENT_DOWN", absl::StatusCode::kUnavailable},
    {Failure::kNodeDown, "NODE_DOWN", absl::StatusCode::kUnavailable},
    {Failure::kUnknownOutcome, "UNKNOWN_OUTCOME", absl::StatusCode::kUnknown},
    {Failure::kWorkerFork, "WORKER_FORK", absl::StatusCode::kUnavailable},
    {Failure::kOther, "OTHER", absl::StatusCode::kFailedPrecondition},
}};

const Row& RowOf(Failure failure) {
  for (const Row& row : kRows) {
    if (row.failure == failure) return row;
  }
  return kRows.back();
}

}  // namespace

std::string_view NameOf(Failure failure) { return RowOf(failure).name; }

absl::Status HypervisorError(Failure failure, std::string_view message) {
  const Row& row = RowOf(failure);
  return MakeError(row.code, row.name, "proxmox.nexus", message, {{kKey, std::string(row.name)}});
}

Failure FailureOf(const absl::Status& status) {
  if (status.ok()) return Failure::kNone;
  const Metadata metadata = MetadataOf(status);
  const auto name = metadata.find(kKey);
  if (name == metadata.end()) return Failure::kNone;
  for (const Row& row : kRows) {
    if (row.name == name->second) return row.failure;
  }
  return Failure::kNone;
}

bool IsTransient(Failure failure) {
  switch (failure) {
    case Failure::kLocked:
    case Failure::kLockTimeout:
    case Failure::kDigestMismatch:
    case Failure::kNoQuorum:
    case Failure::kStorageDown:
    case Failure::kNodeDown:
    case Failure::kUnknownOutcome:
    case Failure::kWorkerFork:
      return true;
    default:
      return false;
  }
}

}  // namespace nexus::scheduler

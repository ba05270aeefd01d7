#include "services/scheduler/proxmox/classifier.h"

#include <array>

namespace nexus::scheduler::proxmox {
namespace {

// All of `parts` must occur, none of `without`. The first row that matches wins.
struct Row {
  Failure failure;
  std::array<std::string_view, 2> parts;
  std::string_view without = {};
};

constexpr std::array kRows = std::to_array<Row>({
    {Failure::kNoSuchNode, {"no such cluster node"}},
    {Failure::kNoSuchNode, {"hostname lookup"}},
    {Failure::kAlreadyExists, {"already exists"}},
    {Failure::kAlreadyExists, {"already used"}},
    {Failure::kAlreadyExists, {"already defined"}},
    {Failure::kNotFound, {"does not exist"}},
    {Failure::kNotFound, {"unable to find configuration file"}},
    {Failure::kNotFound, {"no such resource"}},
    {Failure::kNotFound, {"no such task"}},
    {Failure::kNotFound, {"no rule at position"}},
    {Failure::kNotFound, {"not HA managed"}},
    {Failure::kLocked, {"is locked ("}},
    {Failure::kLockTimeout, {"got timeout", "lock file"}},
    {Failure::kLockTimeout, {"got lock request timeout"}},
    {Failure::kLockTimeout, {"can't acquire lock"}},
    {Failure::kLockTimeout, {"-locked command timed out"}},
    {Failure::kLockTimeout, {"Failed to obtain guest migration lock"}},
    {Failure::kDigestMismatch, {"checksum mismatch (file change"}},
    {Failure::kDigestMismatch, {"detected modified configuration"}},
    {Failure::kAgentDown, {"guest agent is not running"}},
    {Failure::kAgentDown, {"No QEMU guest agent configured"}},
    {Failure::kWrongState, {"already running"}},
    {Failure::kWrongState, {"is running - destroy failed"}},
    {Failure::kWrongState, {"container is running"}},
    {Failure::kWrongState, {"VM is paused"}},
    {Failure::kWrongState, {"you can't start a vm if it's a template"}},
    {Failure::kWrongState, {"protection mode enabled"}},
    {Failure::kWrongState, {"without --online"}},
    {Failure::kWrongState, {"not running"}},
    {Failure::kNoQuorum, {"no quorum"}},
    {Failure::kNoQuorum, {"cluster not ready"}},
    {Failure::kNoQuorum, {"cluster filesystem not online"}},
    {Failure::kNoQuorum, {"pmxcfs"}},
    {Failure::kStorageFull, {"No space left"}},
    {Failure::kStorageFull, {"free space"}},
    {Failure::kStorageFull, {"out of space"}},
    {Failure::kStorageFull, {"quota exceeded"}},
    {Failure::kStorageFull, {"free extents"}},
    {Failure::kStorageDown, {"is not available on node"}},
    {Failure::kStorageDown, {"is not online"}},
    {Failure::kStorageDown, {"is disabled"}},
    {Failure::kStorageDown, {"unable to activate storage"}},
    {Failure::kStorageDown, {"mount error"}},
    {Failure::kUnknownOutcome, {"unexpected status"}},
    {Failure::kUnknownOutcome, {"unable to get last line"}},
    {Failure::kWorkerFork, {"got no worker upid"}},
    {Failure::kWorkerFork, {"unable to fork worker"}},
    {Failure::kWorkerFork, {"start worker failed"}},
    {Failure::kWorkerFork, {"starting worker failed"}},
    // An inner command was not waited for any longer; it may still do its work.
    {Failure::kUnknownOutcome, {"got timeout"}, "quit/powerdown"},
});

bool Matches(const Row& row, std::string_view message) {
  for (const std::string_view part : row.parts) {
    if (message.find(part) == std::string_view::npos) return false;
  }
  return row.without.empty() || message.find(row.without) == std::string_view::npos;
}

}  // namespace

Failure ClassifyText(std::string_view message) {
  for (const Row& row : kRows) {
    if (Matches(row, message)) return row.failure;
  }
  return Failure::kOther;
}

Failure ClassifyAnswer(int http_status, std::string_view message, bool has_errors) {
  switch (http_status) {
    case 401:
      return Failure::kAuthBad;
    case 403:
      return Failure::kForbidden;
    case 404:
      return Failure::kNotFound;
    case 595:
      return Failure::kNodeDown;
    case 596:
    case 597:
    case 598:
    case 599:
      return Failure::kUnknownOutcome;
    case 501:
    case 506:
      return Failure::kBadRequest;
    default:
      break;
  }
  const Failure by_text = ClassifyText(message);
  if (http_status == 400 && by_text == Failure::kOther) return Failure::kBadRequest;
  return has_errors && by_text == Failure::kOther ? Failure::kBadRequest : by_text;
}

absl::Status ResultOfTask(const std::string& exit_status) {
  if (exit_status == "OK" || exit_status.starts_with("WARNINGS: ")) return absl::OkStatus();
  return HypervisorError(ClassifyText(exit_status), exit_status);
}

}  // namespace nexus::scheduler::proxmox

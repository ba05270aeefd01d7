#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/instance/domain/instance.h"

namespace nexus::instance {

// One transaction on instances. What it writes, the events and the stored answer
// commit together.
class InstanceTransaction {
 public:
  virtual ~InstanceTransaction() = default;

  // Adds a new instance with version 1 and an address of its cluster's, and announces
  // it; fills in the address and the times. It is overdue `reserve_within` from now, and the
  // sweeper looks at it `wake_in` from now. No caller waits for another's address.
  // ALREADY_EXISTS `NAME_TAKEN`, RESOURCE_EXHAUSTED `NO_ADDRESS_LEFT`; the
  // transaction is then of no more use.
  virtual absl::Status Add(Instance& instance, absl::Duration reserve_within,
                           absl::Duration wake_in) = 0;

  // The instance, locked until the transaction ends. NOT_FOUND `INSTANCE_NOT_FOUND`.
  virtual absl::StatusOr<Instance> Lock(const InstanceName& name) = 0;

  // Writes `now` over `was` if that is still the state and version, and announces it;
  // fills in the version and the update time. What is left to be called is looked at by the
  // sweeper `wake_in` from now. ABORTED when somebody else moved it.
  virtual absl::Status Save(const Instance& was, Instance& now, absl::Duration wake_in) = 0;

  // Takes the address back; nobody is given it before `quarantine` has passed.
  virtual void ReleaseAddress(Instance& instance, absl::Duration quarantine) = 0;

  // Repeats, by the current CallContext: see libs/rpc/repeats.h.
  virtual absl::StatusOr<std::optional<std::string>> BeginRequest() = 0;
  virtual void CompleteRequest(const std::string& answer) = 0;
  virtual void ForgetRequest() = 0;

  // Records the current audited call as done.
  virtual void RecordCall() = 0;
};

// Calls to neighbours that are repeated until they are acknowledged.
enum class PendingCall { kEnqueue, kCancel, kRelease };

// Remembers instances. Thread-safe.
class InstanceStore {
 public:
  virtual ~InstanceStore() = default;

  // Commits if `body` returns OK and rolls back otherwise. May run `body` again
  // after a serialization failure, so `body` touches nothing else. Inside a unit
  // of work it joins that transaction.
  virtual absl::Status InTransaction(
      absl::FunctionRef<absl::Status(InstanceTransaction&)> body) = 0;

  // The stored answer if the current call repeats one that is done; changes
  // nothing. ABORTED `REQUEST_IN_PROGRESS`, INVALID_ARGUMENT `REQUEST_ID_REUSED`.
  virtual absl::StatusOr<std::optional<std::string>> FindAnswer() = 0;

  // NOT_FOUND `INSTANCE_NOT_FOUND`.
  virtual absl::StatusOr<Instance> Get(const InstanceName& name) = 0;

  // At most `limit` of a project's, newest first, after the one with id `after`;
  // empty begins. Neither deleted nor hidden ones.
  virtual absl::StatusOr<std::vector<Instance>> List(const std::string& project,
                                                     const std::string& after, int limit) = 0;

  // Notes that a neighbour acknowledged a call. An enqueue counts only while
  // `instance.operation` is still the newest. Changes nothing that is announced.
  virtual absl::Status Acknowledge(const Instance& instance, PendingCall call) = 0;

  // At most `limit` instances with calls to make that are due; nobody else
  // gets them for `lease`.
  virtual absl::StatusOr<std::vector<Instance>> ClaimDue(int limit, absl::Duration lease) = 0;

  // How many have had calls to make for longer than this: for the operator.
  virtual absl::StatusOr<int> CountUnsettled(absl::Duration longer_than) = 0;
};

}  // namespace nexus::instance

#include "services/instance/testing/fake_instance_store.h"

#include <algorithm>

#include "libs/base/status.h"
#include "services/instance/domain/errors.h"
#include "services/instance/testing/fake_instance_transaction.h"

namespace nexus::instance {

absl::Status FakeInstanceStore::InTransaction(
    absl::FunctionRef<absl::Status(InstanceTransaction&)> body) {
  absl::MutexLock lock(&database_.mutex());
  FakeTables copy = database_.tables();
  FakeInstanceTransaction tx(copy, database_.Now());
  NEXUS_RETURN_IF_ERROR(body(tx));
  database_.tables() = std::move(copy);
  if (tx.wakes_at_once()) doorbell_.Ring();
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> FakeInstanceStore::FindAnswer() {
  absl::MutexLock lock(&database_.mutex());
  FakeTables copy = database_.tables();
  return FakeInstanceTransaction(copy, database_.Now()).BeginRequest();
}

absl::StatusOr<Instance> FakeInstanceStore::Get(const InstanceName& name) {
  absl::MutexLock lock(&database_.mutex());
  return FakeInstanceTransaction(database_.tables(), database_.Now()).Lock(name);
}

absl::StatusOr<std::vector<Instance>> FakeInstanceStore::List(const std::string& project,
                                                              const std::string& after, int limit) {
  absl::MutexLock lock(&database_.mutex());
  std::vector<Instance> found;
  const auto& rows = database_.tables().instances;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const Instance& instance = row->second.instance;
    const bool listed =
        instance.name.project == project && !instance.hidden && instance.state != States::DELETED;
    if (!listed || (!after.empty() && row->first >= after)) continue;
    if (static_cast<int>(found.size()) == limit) break;
    found.push_back(instance);
  }
  return found;
}

absl::Status FakeInstanceStore::Acknowledge(const Instance& instance, PendingCall call) {
  absl::MutexLock lock(&database_.mutex());
  const auto found = database_.tables().instances.find(instance.name.id);
  if (found == database_.tables().instances.end()) return absl::OkStatus();
  Instance& row = found->second.instance;
  if (call == PendingCall::kEnqueue && row.operation == instance.operation) {
    row.enqueue_pending = false;
  }
  if (call == PendingCall::kCancel) row.cancel_pending = false;
  if (call == PendingCall::kRelease) row.release_pending = false;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Instance>> FakeInstanceStore::ClaimDue(int limit, absl::Duration lease) {
  absl::MutexLock lock(&database_.mutex());
  std::vector<Instance> due;
  for (auto& [id, row] : database_.tables().instances) {
    if (static_cast<int>(due.size()) == limit) break;
    if (!HasCallsToMake(row.instance) || row.wake_time > database_.Now()) continue;
    row.wake_time = database_.Now() + lease;
    due.push_back(row.instance);
    due.back().overdue = row.reserve_until <= database_.Now();
  }
  return due;
}

absl::StatusOr<int> FakeInstanceStore::CountUnsettled(absl::Duration longer_than) {
  absl::MutexLock lock(&database_.mutex());
  int count = 0;
  for (const auto& [id, row] : database_.tables().instances) {
    const bool long_ago = row.instance.update_time < database_.Now() - longer_than;
    count += HasCallsToMake(row.instance) && long_ago;
  }
  return count;
}

}  // namespace nexus::instance

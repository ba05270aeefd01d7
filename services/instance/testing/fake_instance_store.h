#pragma once

#include "services/instance/domain/doorbell.h"
#include "services/instance/domain/instance_store.h"
#include "services/instance/testing/fake_tables.h"

namespace nexus::instance {

// An InstanceStore in memory: a transaction works on a copy of the tables.
class FakeInstanceStore : public InstanceStore {
 public:
  FakeInstanceStore(FakeDatabase& database, Doorbell& doorbell)
      : database_(database), doorbell_(doorbell) {}

  absl::Status InTransaction(absl::FunctionRef<absl::Status(InstanceTransaction&)> body) override;
  absl::StatusOr<std::optional<std::string>> FindAnswer() override;
  absl::StatusOr<Instance> Get(const InstanceName& name) override;
  absl::StatusOr<std::vector<Instance>> List(const std::string& project, const std::string& after,
                                             int limit) override;
  absl::Status Acknowledge(const Instance& instance, PendingCall call) override;
  absl::StatusOr<std::vector<Instance>> ClaimDue(int limit, absl::Duration lease) override;
  absl::StatusOr<int> CountUnsettled(absl::Duration longer_than) override;

 private:
  FakeDatabase& database_;
  Doorbell& doorbell_;
};

}  // namespace nexus::instance

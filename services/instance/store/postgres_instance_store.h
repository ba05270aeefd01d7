#pragma once

#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "services/instance/domain/doorbell.h"
#include "services/instance/domain/instance_store.h"

namespace nexus::instance {

// Remembers instances in PostgreSQL. `doorbell` is rung after a commit that left
// calls to be made at once.
class PostgresInstanceStore : public InstanceStore {
 public:
  PostgresInstanceStore(db::Pool& pool, events::EventLog& event_log, Doorbell& doorbell)
      : pool_(pool), event_log_(event_log), doorbell_(doorbell) {}

  absl::Status InTransaction(absl::FunctionRef<absl::Status(InstanceTransaction&)> body) override;
  absl::StatusOr<std::optional<std::string>> FindAnswer() override;
  absl::StatusOr<Instance> Get(const InstanceName& name) override;
  absl::StatusOr<std::vector<Instance>> List(const std::string& project, const std::string& after,
                                             int limit) override;
  absl::Status Acknowledge(const Instance& instance, PendingCall call) override;
  absl::StatusOr<std::vector<Instance>> ClaimDue(int limit, absl::Duration lease) override;
  absl::StatusOr<int> CountUnsettled(absl::Duration longer_than) override;

 private:
  db::Pool& pool_;
  events::EventLog& event_log_;
  Doorbell& doorbell_;
};

}  // namespace nexus::instance

#pragma once

#include "libs/db/transaction.h"
#include "libs/events/event_log.h"
#include "services/instance/domain/doorbell.h"
#include "services/instance/domain/instance_store.h"

namespace nexus::instance {

// One PostgreSQL transaction on instances.
class PostgresInstanceTransaction : public InstanceTransaction {
 public:
  PostgresInstanceTransaction(db::Transaction& tx, events::EventLog& event_log, Doorbell& doorbell)
      : tx_(tx), event_log_(event_log), doorbell_(doorbell) {}

  absl::Status Add(Instance& instance, absl::Duration reserve_within,
                   absl::Duration wake_in) override;
  absl::StatusOr<Instance> Lock(const InstanceName& name) override;
  absl::Status Save(const Instance& was, Instance& now, absl::Duration wake_in) override;
  void ReleaseAddress(Instance& instance, absl::Duration quarantine) override;
  absl::StatusOr<std::optional<std::string>> BeginRequest() override;
  void CompleteRequest(const std::string& answer) override;
  void ForgetRequest() override;
  void RecordCall() override;

 private:
  absl::Status Insert(Instance& instance, absl::Duration reserve_within, absl::Duration wake_in);
  absl::Status AllocateAddress(Instance& instance);
  void Announce(const Instance& instance, State previous);

  db::Transaction& tx_;
  events::EventLog& event_log_;
  Doorbell& doorbell_;
};

}  // namespace nexus::instance

#pragma once

#include "services/instance/domain/instance_store.h"
#include "services/instance/testing/fake_tables.h"

namespace nexus::instance {

// A transaction on tables that its maker keeps or throws away.
class FakeInstanceTransaction : public InstanceTransaction {
 public:
  FakeInstanceTransaction(FakeTables& tables, absl::Time now) : tables_(tables), now_(now) {}

  absl::Status Add(Instance& instance, absl::Duration reserve_within,
                   absl::Duration wake_in) override;
  absl::StatusOr<Instance> Lock(const InstanceName& name) override;
  absl::Status Save(const Instance& was, Instance& now, absl::Duration wake_in) override;
  void ReleaseAddress(Instance& instance, absl::Duration quarantine) override;
  absl::StatusOr<std::optional<std::string>> BeginRequest() override;
  void CompleteRequest(const std::string& answer) override;
  void ForgetRequest() override;
  void RecordCall() override;

  bool wakes_at_once() const { return wakes_at_once_; }

 private:
  absl::Status AllocateAddress(Instance& instance);
  void Announce(const Instance& instance, State previous);

  FakeTables& tables_;
  const absl::Time now_;
  bool wakes_at_once_ = false;
};

}  // namespace nexus::instance

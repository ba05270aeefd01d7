#pragma once

#include <mutex>
#include <vector>

#include "services/audit/domain/audit_store.h"

namespace nexus::audit {

// The audit trail in memory, as true to its promises as PostgreSQL is: both pass
// the same tests.
class FakeAuditStore : public AuditStore {
 public:
  absl::Status Add(const AuditRecord& record) override;
  absl::StatusOr<std::vector<AuditRecord>> List(const AuditQuery& query) override;

 private:
  std::mutex mutex_;
  std::vector<AuditRecord> records_;  // Newest first.
};

}  // namespace nexus::audit

#pragma once

#include "libs/db/pool.h"
#include "services/audit/domain/audit_store.h"

namespace nexus::audit {

// The audit trail in PostgreSQL. Thread-safe.
class PostgresAuditStore : public AuditStore {
 public:
  explicit PostgresAuditStore(db::Pool& pool) : pool_(pool) {}

  absl::Status Add(const AuditRecord& record) override;
  absl::StatusOr<std::vector<AuditRecord>> List(const AuditQuery& query) override;

 private:
  db::Pool& pool_;
};

}  // namespace nexus::audit

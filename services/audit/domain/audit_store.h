#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/audit/domain/audit_record.h"

namespace nexus::audit {

// Audit's memory. Thread-safe.
class AuditStore {
 public:
  virtual ~AuditStore() = default;

  // Remembers a record once, however often it comes. Joins the transaction that
  // moves a consumer's position.
  virtual absl::Status Add(const AuditRecord& record) = 0;

  // Newest first.
  virtual absl::StatusOr<std::vector<AuditRecord>> List(const AuditQuery& query) = 0;
};

}  // namespace nexus::audit

#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "nexus/events/v1/event_service.pb.h"
#include "services/audit/domain/audit_store.h"

namespace nexus::audit {

// The audit trail: what every service told of calls. Thread-safe.
class Trail {
 public:
  explicit Trail(AuditStore& store) : store_(store) {}

  // Remembers the call that the event tells of; other events say nothing of calls.
  // INTERNAL when the event cannot be read.
  absl::Status Take(const events::v1::Event& event);

  absl::StatusOr<std::vector<AuditRecord>> List(const AuditQuery& query);

 private:
  AuditStore& store_;
};

}  // namespace nexus::audit

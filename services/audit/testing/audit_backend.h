#pragma once

#include <memory>
#include <string>

#include "services/audit/domain/audit_store.h"

namespace nexus::audit {

// One empty trail, for suites that the fake and PostgreSQL pass alike.
class AuditBackend {
 public:
  virtual ~AuditBackend() = default;
  virtual AuditStore& store() = 0;
};

struct Backend {
  std::string name;
  std::unique_ptr<AuditBackend> (*open)();
};

std::unique_ptr<AuditBackend> OpenFake();

// A database of its own, made by the real migrations and used with the running role.
std::unique_ptr<AuditBackend> OpenPostgres();

}  // namespace nexus::audit

#pragma once

#include <string>

#include "libs/db/pool.h"
#include "libs/testing/test_database.h"
#include "services/audit/store/postgres_audit_store.h"
#include "services/audit/testing/audit_backend.h"

namespace nexus::audit {

// Audit's store on a database of its own, and a way past the store.
class PostgresAuditBackend : public AuditBackend {
 public:
  PostgresAuditBackend();

  AuditStore& store() override { return store_; }
  testing::TestDatabase& database() { return database_; }

  // Runs one statement as the running role or as the owner; the SQLSTATE it was
  // refused with, or an empty text.
  std::string Try(const std::string& sql);
  std::string TryAsOwner(const std::string& sql);

  // The one number that a query answers.
  int Count(const std::string& sql);

 private:
  testing::TestDatabase database_;
  db::Pool pool_;
  PostgresAuditStore store_{pool_};
};

}  // namespace nexus::audit

#pragma once

#include <memory>
#include <string>

#include "libs/db/migration.h"
#include "libs/db/pool.h"

namespace nexus::testing {

// A throw-away PostgreSQL server for this test program: started at first use in
// a temporary directory on a unix socket (fsync off), stopped and removed when the program ends.
// PostgreSQL refuses root, so under root it runs as the user `postgres`.
//
// Each TestDatabase is a copy of a template that the given migrations made as
// the owner role; tests use it with the running role, so that migrations and
// rights are tested by every store test. The roles are `nexus_<service>_owner`
// and `nexus_<service>`.
class TestDatabase {
 public:
  // `service` such as "billing"; migrations must be the service's own with rpc::SharedMigrations().
  TestDatabase(const std::string& service, const db::Migrations& migrations);
  ~TestDatabase();

  // With the running role.
  db::PoolOptions options(int size = 4) const;
  std::string connection() const;

  // With the owner's, to look behind the code's back.
  std::string owner_connection() const;

  // Cuts every connection to this database, as a restart of the server would.
  void CutConnections();

 private:
  std::string service_;
  std::string name_;
};

// Runs `body` on `threads` threads, `each` times, and gathers what it returned.
template <typename Body>
auto RunInParallel(int threads, int each, Body body) -> std::vector<decltype(body())>;

}  // namespace nexus::testing

#include "libs/testing/run_in_parallel.h"

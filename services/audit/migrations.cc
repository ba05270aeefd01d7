#include "services/audit/migrations.h"

#include "libs/rpc/runtime.h"

namespace nexus::audit {

db::Migrations Migrations() {
  db::Migrations all = rpc::SharedMigrations();
  const db::Migrations own = OwnMigrations();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

}  // namespace nexus::audit

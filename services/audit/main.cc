#include "libs/base/environment.h"
#include "libs/rpc/runtime.h"
#include "services/audit/api/audit_handler.h"
#include "services/audit/api/subscriptions.h"
#include "services/audit/migrations.h"
#include "services/audit/store/postgres_audit_store.h"

int main(int argc, char** argv) {
  using namespace nexus;

  Environment environment("NEXUS_AUDIT_");
  const rpc::ServiceConfig config = rpc::ReadServiceConfig("audit", environment);
  environment.ExitIfWrong();
  if (rpc::WantsMigration(argc, argv)) return rpc::MigrateAndExit(config, audit::Migrations());

  rpc::Runtime runtime(config, audit::Migrations());
  audit::PostgresAuditStore store(runtime.pool());
  audit::Trail trail(store);
  audit::AuditHandler handler(runtime.serve(), trail);
  const audit::Subscriptions subscriptions(runtime, trail);
  return runtime.Run({&handler});
}

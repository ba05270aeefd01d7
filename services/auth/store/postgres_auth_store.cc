#include "services/auth/store/postgres_auth_store.h"

#include "services/auth/store/postgres_auth_transaction.h"

namespace nexus::auth {

absl::Status PostgresAuthStore::InTransaction(
    absl::FunctionRef<absl::Status(AuthTransaction&)> body) {
  return pool_.InTransaction([&](db::Transaction& tx) {
    PostgresAuthTransaction transaction(tx, event_log_);
    return body(transaction);
  });
}

}  // namespace nexus::auth

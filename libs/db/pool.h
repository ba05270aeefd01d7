#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "libs/db/transaction.h"

namespace nexus::db {

struct PoolOptions {
  // libpq's: `host=/run/x dbname=nexus_billing user=nexus_billing`. Several hosts are allowed.
  std::string connection;

  int size = 8;

  // How long a caller waits for a free connection before UNAVAILABLE.
  absl::Duration acquire_timeout = absl::Seconds(2);

  // Set on each connection; the roles have the same as defaults.
  absl::Duration statement_timeout = absl::Seconds(5);
  absl::Duration lock_timeout = absl::Seconds(1);
  absl::Duration idle_in_transaction_timeout = absl::Seconds(2);
};

// A bounded set of connections to one database. Thread-safe. A connection that
// broke is thrown away and made anew: libpqxx 6 would reconnect by itself and
// lose the session's settings.
class Pool {
 public:
  explicit Pool(PoolOptions options);
  ~Pool();

  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Commits if `body` returns OK and rolls back otherwise. `body` may run again
  // after a serialization failure or a deadlock, so it touches nothing but the
  // transaction and what it assigns whole.
  //
  // Inside a UnitOfWork on this pool the body joins its transaction instead,
  // which commits when the unit does.
  //
  // Errors of the database: UNAVAILABLE (no connection, it broke, a time-out:
  // nothing happened), UNKNOWN (the connection broke during COMMIT), else
  // INTERNAL, logged with the SQLSTATE. A constraint that a body expects to
  // hit is caught by the body itself (pqxx::unique_violation).
  absl::Status InTransaction(absl::FunctionRef<absl::Status(Transaction&)> body);

  // Whether the database answers now.
  absl::Status Ping();

  int in_use() const;

 private:
  class Lease;

  absl::StatusOr<std::unique_ptr<pqxx::connection>> Acquire() ABSL_LOCKS_EXCLUDED(mutex_);
  void Return(std::unique_ptr<pqxx::connection> connection, bool broken)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status RunOnce(absl::FunctionRef<absl::Status(Transaction&)> body);

  const PoolOptions options_;
  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<pqxx::connection>> idle_ ABSL_GUARDED_BY(mutex_);
  int open_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Turns what libpqxx threw into a status; see Pool::InTransaction. Call it in a
// `catch (...)` block at the edge of the store. `committing`: whether the
// outcome of a broken connection is unknown.
absl::Status StatusFromCurrentException(bool committing);

// Opens one connection with a pool's settings, for those that need their own:
// listeners, advisory locks. Throws pqxx::failure.
std::unique_ptr<pqxx::connection> OpenConnection(const PoolOptions& options);

}  // namespace nexus::db

#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "libs/db/pool.h"

namespace nexus::db {

// Makes a whole call one transaction: every InTransaction on `pool` from this
// thread during `body` joins it, and it commits when `body` returns OK. So an
// effect, its event, the record of the call and its stored answer stand or fall
// together. `body` must not call another service: it holds a connection. It may
// run again after a serialization failure.
absl::Status RunUnitOfWork(Pool& pool, absl::FunctionRef<absl::Status(Transaction&)> body);

}  // namespace nexus::db

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace nexus::db {

// One migration, embedded by the CMake function `nexus_migrations`.
struct Migration {
  // `events`, `requests`, `billing`: versions count per module.
  std::string_view module;
  int version;
  std::string_view name;
  std::string_view sql;
};

using Migrations = std::vector<Migration>;

// Applies what is missing, each in its transaction, under an advisory lock, as
// the database's owner. FAILED_PRECONDITION when an applied one was changed.
absl::Status Migrate(const std::string& owner_connection, const Migrations& migrations);

// FAILED_PRECONDITION unless exactly these have been applied: a service refuses
// to serve on a schema that it does not know.
absl::Status CheckSchema(const std::string& connection, const Migrations& migrations);

}  // namespace nexus::db

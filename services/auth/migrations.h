#pragma once

#include "libs/db/migration.h"

namespace nexus::auth {

// migrations/*.sql, embedded.
db::Migrations OwnMigrations();

// All that auth's database needs: what every service has, then its own.
db::Migrations Migrations();

}  // namespace nexus::auth

#pragma once

#include "libs/db/migration.h"

namespace nexus::audit {

// migrations/*.sql, embedded.
db::Migrations OwnMigrations();

// All that audit's database needs: what every service has, then its own.
db::Migrations Migrations();

}  // namespace nexus::audit

#pragma once

#include "libs/db/migration.h"

namespace nexus::billing {

// migrations/*.sql, embedded.
db::Migrations OwnMigrations();

// All that billing's database needs: what every service has, then its own.
db::Migrations Migrations();

}  // namespace nexus::billing

#pragma once

#include "libs/db/migration.h"

namespace nexus::instance {

// This service's own tables, without those that every service has.
db::Migrations OwnMigrations();

}  // namespace nexus::instance

#pragma once

#include <string>

#include <pqxx/pqxx>

#include "libs/queue/pause.h"

namespace nexus::queue {

// The columns of `queue_pauses AS p` in the order that ParsePause reads.
extern const char kPauseColumns[];

// They begin at column `first`.
Pause ParsePause(const pqxx::row& row, int first);

}  // namespace nexus::queue

#include "libs/queue/pause_rows.h"

#include "libs/db/convert.h"

namespace nexus::queue {

const char kPauseColumns[] =
    "p.id, p.shard, p.kind, p.tenant, p.serial_key, p.reason, p.author, "
    "(extract(epoch from p.create_time) * 1000000)::bigint";

Pause ParsePause(const pqxx::row& row, int first) {
  Pause pause;
  pause.id = row[first].as<std::string>();
  pause.shard = row[first + 1].as<std::string>();
  pause.kind = row[first + 2].as<std::string>();
  pause.tenant = row[first + 3].as<std::string>();
  pause.serial_key = row[first + 4].as<std::string>();
  pause.reason = row[first + 5].as<std::string>();
  pause.author = row[first + 6].as<std::string>();
  pause.create_time = db::TimeFrom(row[first + 7]);
  return pause;
}

}  // namespace nexus::queue

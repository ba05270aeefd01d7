#pragma once

#include <string>

#include "absl/time/time.h"

namespace nexus::queue {

// Tasks that match are not begun; what runs goes on to its end. An empty field
// matches any, so a pause may be of a kind, of a kind on one shard, of all that
// is done for a tenant, of one serial key, or of everything.
struct Pause {
  // A UUID that the database makes.
  std::string id;

  std::string shard;
  std::string kind;
  std::string tenant;
  std::string serial_key;

  // Never empty.
  std::string reason;
  std::string author;
  absl::Time create_time;
};

}  // namespace nexus::queue

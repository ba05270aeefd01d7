#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "libs/db/pool.h"
#include "libs/events/cursor.h"
#include "nexus/events/v1/event_service.pb.h"

namespace nexus::events {

struct EventPage {
  std::vector<events::v1::Event> events;

  // Some are committed and may not be told yet: a transaction that comes before
  // them is still open.
  bool held_back = false;
};

// Reads the `events` table in the order of its cursor, never past a
// transaction that is still open. Thread-safe.
class EventReader {
 public:
  explicit EventReader(db::Pool& pool) : pool_(pool) {}

  // At most `limit` events after `cursor`; an empty cursor is the beginning.
  absl::StatusOr<EventPage> ReadAfter(const std::string& cursor, int limit);

  // The cursor to start from for events since `back` ago.
  absl::StatusOr<std::string> CursorBefore(absl::Duration back);

  // The cursor of the newest event that can be read.
  absl::StatusOr<std::string> Head();

 private:
  db::Pool& pool_;
};

}  // namespace nexus::events

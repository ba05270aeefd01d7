#pragma once

#include <functional>
#include <utility>

#include "libs/base/ids.h"
#include "libs/db/notifier.h"
#include "libs/db/transaction.h"
#include "libs/events/event.h"

namespace nexus::events {

// NOTIFY channel that wakes the feeds of all replicas.
inline constexpr char kEventsChannel[] = "nexus_events";

// Writes a service's `events` table. Thread-safe.
class EventLog {
 public:
  // `notifier` wakes the feeds of all replicas after the commit.
  EventLog(IdSource& ids, db::Notifier& notifier) : ids_(ids), notifier_(notifier) {}

  // In the transaction of the change, so that both stand or fall together.
  void Append(db::Transaction& tx, const NewEvent& event);

  // Records the current audited call with its outcome, as `nexus.events.v1.Called`.
  // Serve does so for calls of one transaction; a call of several steps does it
  // in the step that decides. Writes nothing for a call that is not audited: its
  // context has no request_json.
  void RecordCall(db::Transaction& tx, const std::string& outcome, const std::string& message = {},
                  int count = 1);

  // Also runs after a commit with events: wakes this process's own feed without
  // the way through the database. Set once, before the first call.
  void OnAppended(std::function<void()> wake) { wake_ = std::move(wake); }

 private:
  IdSource& ids_;
  db::Notifier& notifier_;
  std::function<void()> wake_ = [] {};
};

}  // namespace nexus::events

#pragma once

#include "libs/base/ids.h"
#include "libs/db/notifier.h"
#include "libs/db/transaction.h"
#include "libs/events/event.h"

namespace nexus::events {

// Writes a service's `events` table. Thread-safe.
class EventLog {
 public:
  // `notifier` wakes the feeds of all replicas after the commit.
  EventLog(IdSource& ids, db::Notifier& notifier) : ids_(ids), notifier_(notifier) {}

  // In the transaction of the change, so that both stand or fall together.
  void Append(db::Transaction& tx, const NewEvent& event);

  // Records the current audited call with its outcome, as `nexus.events.v1.Called`.
  // Serve does so for calls of one transaction; a call of several steps does it
  // in the step that decides. Not for calls that are not audited: the context
  // then has no request_json and nothing is written.
  void RecordCall(db::Transaction& tx, const std::string& outcome, const std::string& message = {},
                  int count = 1);

 private:
  IdSource& ids_;
  db::Notifier& notifier_;
};

}  // namespace nexus::events

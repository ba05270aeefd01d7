#pragma once

#include "libs/events/event_log.h"
#include "libs/queue/task_queue.h"

namespace nexus::scheduler {

// Announces a task's changes as `TaskChanged`, on behalf of whoever asked for the task.
queue::Announce AnnounceWith(events::EventLog& event_log);

}  // namespace nexus::scheduler

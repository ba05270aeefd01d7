#include "services/scheduler/store/announcer.h"

#include "libs/base/call_context.h"
#include "services/scheduler/domain/task_view.h"

namespace nexus::scheduler {

queue::Announce AnnounceWith(events::EventLog& event_log) {
  return [&event_log](db::Transaction& tx, const queue::Task& task) {
    const ScopedCallContext scope(CallContextFromJson(task.origin));
    event_log.Append(tx,
                     events::MakeEvent(TaskName(task), task.version, task.tenant, ChangeOf(task)));
  };
}

}  // namespace nexus::scheduler

#pragma once

#include <string>

#include "libs/queue/explanation.h"
#include "libs/queue/queue_list.h"
#include "libs/queue/queue_stats.h"
#include "nexus/scheduler/v1/queue_service.pb.h"

namespace nexus::scheduler {

// The queue as its operator sees it, in words.

// With what it waits for, when it waits: `explanation` may be null.
v1::QueueTask QueueViewOf(const queue::QueuedTask& queued, const queue::Explanation* explanation);

// `tenant` is the explained task's: other tasks of its instance are its too.
v1::QueueRule RuleViewOf(const queue::Rule& rule, const std::string& tenant);

v1::Pause PauseViewOf(const queue::Pause& pause);
v1::RetryTasksResponse::Result RetryViewOf(const queue::Retry& retry);

// One sentence on where the task is and why.
std::string SummaryOf(const v1::QueueTask& task, const queue::Explanation* explanation);

}  // namespace nexus::scheduler

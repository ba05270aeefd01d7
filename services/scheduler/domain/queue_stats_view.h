#pragma once

#include <map>
#include <string>

#include "libs/queue/explanation.h"
#include "libs/queue/queue_stats.h"
#include "nexus/scheduler/v1/queue_service.pb.h"

namespace nexus::scheduler {

// `slots`: tasks at once on each of the clusters in `owners`.
v1::QueueStats StatsViewOf(const queue::QueueStats& stats,
                           const std::map<std::string, queue::Owner>& owners, int slots);

}  // namespace nexus::scheduler

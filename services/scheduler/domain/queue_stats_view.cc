#include "services/scheduler/domain/queue_stats_view.h"

#include "services/scheduler/domain/cluster.h"
#include "services/scheduler/domain/proto_time.h"

namespace nexus::scheduler {
namespace {

// Adds it to whatever counts both.
template <typename Counted>
void Add(const queue::Depth& depth, Counted& counted) {
  if (depth.state == queue::State::kRunning) {
    counted.set_running(counted.running() + depth.tasks);
  } else {
    counted.set_waiting(counted.waiting() + depth.tasks);
  }
}

}  // namespace

v1::QueueStats StatsViewOf(const queue::QueueStats& stats,
                           const std::map<std::string, queue::Owner>& owners, int slots) {
  v1::QueueStats view;
  std::map<std::string, v1::KindStats> kinds;
  std::map<std::string, v1::ClusterStats> clusters;
  for (const auto& [id, owner] : owners) {
    v1::ClusterStats& cluster = clusters[id];
    cluster.set_cluster(ClusterName(id));
    cluster.set_slots(slots);
    cluster.set_owned(!owner.name.empty() && owner.renewing);
    view.set_slots(view.slots() + slots);
  }
  for (const queue::Depth& depth : stats.depths) {
    Add(depth, view);
    Add(depth, clusters[depth.shard]);
    kinds[depth.kind].set_kind(depth.kind);
    Add(depth, kinds[depth.kind]);
  }
  for (auto& [name, kind] : kinds) *view.add_kinds() = std::move(kind);
  for (auto& [id, cluster] : clusters) *view.add_clusters() = std::move(cluster);
  SetSpan(*view.mutable_oldest_wait(), stats.oldest_due);
  SetSpan(*view.mutable_start_delay_p95(), stats.start_delay_p95);
  view.set_ended_last_hour(stats.ended_last_hour);
  view.set_succeeded_last_hour(stats.succeeded_last_hour);
  view.set_failed(stats.failed);
  view.set_failed_last_day(stats.failed_last_day);
  view.set_rescues(stats.rescues);
  return view;
}

}  // namespace nexus::scheduler

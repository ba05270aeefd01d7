#include "services/scheduler/work/queue_metrics.h"

#include <spdlog/spdlog.h>

#include "libs/base/status.h"

namespace nexus::scheduler {
namespace {

const prometheus::Histogram::BucketBoundaries& WaitBuckets() {
  static const prometheus::Histogram::BucketBoundaries buckets = {
      0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800};
  return buckets;
}

const prometheus::Histogram::BucketBoundaries& RunBuckets() {
  static const prometheus::Histogram::BucketBoundaries buckets = {
      0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800};
  return buckets;
}

prometheus::Gauge& Gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Family<prometheus::Histogram>& Histogram(prometheus::Registry& registry,
                                                     const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

}  // namespace

QueueMetrics::QueueMetrics(rpc::Metrics& metrics, QueueStore& queue)
    : queue_(queue),
      registry_(metrics.registry()),
      depth_(prometheus::BuildGauge()
                 .Name("nexus_queue_depth")
                 .Help("Open tasks, by state and kind.")
                 .Register(registry_)),
      wait_(Histogram(registry_, "nexus_queue_wait_seconds",
                      "Time from a task's coming to its first start, by kind.")),
      run_(Histogram(registry_, "nexus_queue_run_seconds", "Time a run of a task took, by kind.")),
      refused_(prometheus::BuildCounter()
                   .Name("nexus_queue_refused_writes_total")
                   .Help("Writes that came after another owner had taken the task over.")
                   .Register(registry_)
                   .Add({})),
      up_(Gauge(registry_, "nexus_queue_up", "Whether the gauges of the queue could be read.")),
      oldest_(Gauge(registry_, "nexus_queue_oldest_seconds",
                    "How long the longest waits of those whose time has come.")),
      rescues_(Gauge(registry_, "nexus_queue_rescues",
                     "How often the open tasks were taken over from an owner that vanished.")),
      failed_(Gauge(registry_, "nexus_queue_dead_letters", "Tasks that ended as failed.")),
      dead_rows_(Gauge(registry_, "nexus_queue_dead_rows",
                       "Rows of the queue's tables that vacuum has not returned.")),
      oldest_transaction_(Gauge(registry_, "nexus_queue_oldest_transaction_seconds",
                                "Age of the oldest open transaction that the service sees.")),
      oldest_snapshot_(Gauge(registry_, "nexus_queue_oldest_snapshot_transactions",
                             "How many transactions ago the oldest snapshot was taken.")) {
  metrics.BeforeRead([this] { Read(); });
}

void QueueMetrics::Began(const queue::Task& task) {
  if (task.attempt != 1 || task.rescues > 0) return;
  wait_.Add({{"kind", task.kind}}, WaitBuckets())
      .Observe(absl::ToDoubleSeconds(task.read_time - task.create_time));
}

void QueueMetrics::Left(const std::string& kind, absl::Duration ran) {
  run_.Add({{"kind", kind}}, RunBuckets()).Observe(absl::ToDoubleSeconds(ran));
}

void QueueMetrics::Read() {
  const auto stats = queue_.Stats();
  up_.Set(stats.ok() ? 1 : 0);
  if (!stats.ok()) {
    spdlog::warn("the queue could not be counted what={}", MessageOf(stats.status()));
    return;
  }
  ShowDepths(*stats);
  oldest_.Set(absl::ToDoubleSeconds(stats->oldest_due));
  rescues_.Set(static_cast<double>(stats->rescues));
  failed_.Set(static_cast<double>(stats->failed));
  dead_rows_.Set(static_cast<double>(stats->dead_rows));
  oldest_transaction_.Set(absl::ToDoubleSeconds(stats->oldest_transaction));
  oldest_snapshot_.Set(static_cast<double>(stats->oldest_snapshot));
}

void QueueMetrics::ShowDepths(const queue::QueueStats& stats) {
  std::lock_guard lock(mutex_);
  for (const auto& [labels, gauge] : depths_) gauge->Set(0);
  for (const queue::Depth& depth : stats.depths) {
    const std::map<std::string, std::string> labels = {
        {"kind", depth.kind},
        {"state", depth.state == queue::State::kRunning ? "running" : "waiting"}};
    prometheus::Gauge*& gauge = depths_[labels];
    if (gauge == nullptr) gauge = &depth_.Add(labels);
    gauge->Increment(static_cast<double>(depth.tasks));
  }
}

}  // namespace nexus::scheduler

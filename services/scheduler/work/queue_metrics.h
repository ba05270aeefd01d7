#pragma once

#include <map>
#include <mutex>
#include <string>

#include "libs/rpc/metrics.h"
#include "services/scheduler/domain/queue_store.h"
#include "services/scheduler/work/run_observer.h"

namespace nexus::scheduler {

// The queue as Prometheus sees it, `nexus_queue_*`: what is in the database is read
// when somebody asks, runs are counted where they happen.
class QueueMetrics : public RunObserver {
 public:
  QueueMetrics(rpc::Metrics& metrics, QueueStore& queue);

  void Began(const queue::Task& task) override;
  void Left(const std::string& kind, absl::Duration ran) override;
  void WriteRefused() override { refused_.Increment(); }

 private:
  void Read();
  void ShowDepths(const queue::QueueStats& stats);

  QueueStore& queue_;
  prometheus::Registry& registry_;
  prometheus::Family<prometheus::Gauge>& depth_;
  prometheus::Family<prometheus::Histogram>& wait_;
  prometheus::Family<prometheus::Histogram>& run_;
  prometheus::Counter& refused_;
  prometheus::Gauge& up_;
  prometheus::Gauge& oldest_;
  prometheus::Gauge& rescues_;
  prometheus::Gauge& failed_;
  prometheus::Gauge& dead_rows_;
  prometheus::Gauge& oldest_transaction_;
  prometheus::Gauge& oldest_snapshot_;

  // Those that were shown once: without tasks they are zero, not gone.
  std::mutex mutex_;
  std::map<std::map<std::string, std::string>, prometheus::Gauge*> depths_;
};

}  // namespace nexus::scheduler

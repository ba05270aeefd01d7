#include "libs/rpc/metrics.h"

#include <utility>

#include <prometheus/text_serializer.h>

namespace nexus::rpc {

Metrics::Metrics(std::string service)
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(prometheus::BuildHistogram()
                 .Name("nexus_rpc_seconds")
                 .Help("Time a call took, by method and code.")
                 .Labels({{"service", std::move(service)}})
                 .Register(*registry_)) {}

void Metrics::RecordCall(const std::string& method, const std::string& code, double seconds) {
  static const prometheus::Histogram::BucketBoundaries kBuckets = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
  calls_.Add({{"method", method}, {"code", code}}, kBuckets).Observe(seconds);
}

void Metrics::Watch(const std::string& name, const std::string& help,
                    std::function<double()> read) {
  auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(*registry_);
  std::lock_guard lock(mutex_);
  watched_.push_back({&family.Add({}), std::move(read)});
}

void Metrics::BeforeRead(std::function<void()> refresh) {
  std::lock_guard lock(mutex_);
  before_read_.push_back(std::move(refresh));
}

std::string Metrics::Text() {
  {
    std::lock_guard lock(mutex_);
    for (const auto& refresh : before_read_) refresh();
    for (const Watched& watched : watched_) watched.gauge->Set(watched.read());
  }
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace nexus::rpc

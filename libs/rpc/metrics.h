#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace nexus::rpc {

// What a process counts, as Prometheus text. Thread-safe. Families are declared
// where they are recorded: base units, labels of few values.
class Metrics {
 public:
  explicit Metrics(std::string service);

  prometheus::Registry& registry() { return *registry_; }

  // nexus_rpc_seconds{method,code}.
  void RecordCall(const std::string& method, const std::string& code, double seconds);

  // A gauge that is read when somebody asks.
  void Watch(const std::string& name, const std::string& help, std::function<double()> read);

  // Runs whenever somebody asks, before the values are collected: for many that are
  // read at once.
  void BeforeRead(std::function<void()> refresh);

  std::string Text();

 private:
  struct Watched {
    prometheus::Gauge* gauge;
    std::function<double()> read;
  };
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Histogram>& calls_;
  std::mutex mutex_;
  std::vector<Watched> watched_;
  std::vector<std::function<void()>> before_read_;
};

}  // namespace nexus::rpc

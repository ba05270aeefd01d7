#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "libs/base/clock.h"
#include "services/billing/domain/price_store.h"

namespace nexus::billing {

// Prices in memory. Thread-safe.
class FakePriceStore : public PriceStore {
 public:
  explicit FakePriceStore(const Clock& clock) : clock_(clock) {}

  absl::Status Add(Price& price) override;
  absl::StatusOr<std::optional<Price>> FindInForce(const std::string& plan) override;
  absl::StatusOr<std::vector<Price>> ListInForce(const std::string& after_plan, int limit) override;

 private:
  const Clock& clock_;
  absl::Mutex mutex_;
  std::map<std::string, Price> in_force_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexus::billing

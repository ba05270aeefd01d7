#include "services/billing/testing/fake_price_store.h"

namespace nexus::billing {

absl::Status FakePriceStore::Add(Price& price) {
  absl::MutexLock lock(&mutex_);
  price.create_time = clock_.Now();
  in_force_[price.plan] = price;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Price>> FakePriceStore::FindInForce(const std::string& plan) {
  absl::MutexLock lock(&mutex_);
  const auto found = in_force_.find(plan);
  if (found == in_force_.end()) return std::optional<Price>();
  return std::optional(found->second);
}

absl::StatusOr<std::vector<Price>> FakePriceStore::ListInForce(const std::string& after_plan,
                                                               int limit) {
  absl::MutexLock lock(&mutex_);
  std::vector<Price> prices;
  for (auto price = in_force_.upper_bound(after_plan); price != in_force_.end(); ++price) {
    if (prices.size() == static_cast<std::size_t>(limit)) break;
    prices.push_back(price->second);
  }
  return prices;
}

}  // namespace nexus::billing

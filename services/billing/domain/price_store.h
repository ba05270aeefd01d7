#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/billing/domain/price.h"

namespace nexus::billing {

// Every price there ever was. Thread-safe.
class PriceStore {
 public:
  virtual ~PriceStore() = default;

  // Sets its create time: it is in force from then on.
  virtual absl::Status Add(Price& price) = 0;

  // The newest price of a plan; nothing when it has none.
  virtual absl::StatusOr<std::optional<Price>> FindInForce(const std::string& plan) = 0;

  // The newest price of each plan, by plan, of at most `limit` plans after `after_plan`.
  virtual absl::StatusOr<std::vector<Price>> ListInForce(const std::string& after_plan,
                                                         int limit) = 0;
};

}  // namespace nexus::billing

#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "libs/base/ids.h"
#include "libs/base/money.h"
#include "services/billing/domain/price_store.h"

namespace nexus::billing {

struct CreatePrice {
  std::string plan;
  Money setup_fee;
  Money hour;
  Money month;
};

// What plans cost. Thread-safe.
class PriceList {
 public:
  // `currency` is the installation's.
  PriceList(PriceStore& store, IdSource& ids, std::string currency);

  // Sets a plan's price from now on.
  // INVALID_ARGUMENT `CURRENCY_WRONG`, `AMOUNT_INVALID`.
  absl::StatusOr<Price> Create(const CreatePrice& command);

  // What a plan costs now. FAILED_PRECONDITION `NO_PRICE`.
  absl::StatusOr<Price> Quote(const std::string& plan);

  // The prices in force, by plan.
  absl::StatusOr<std::vector<Price>> List(const std::string& after_plan, int limit);

 private:
  PriceStore& store_;
  IdSource& ids_;
  const std::string currency_;
};

}  // namespace nexus::billing

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/db/pool.h"
#include "services/billing/domain/price_store.h"

namespace nexus::billing {

// Prices in PostgreSQL: rows that the running role can add and never change. Thread-safe.
class PostgresPriceStore : public PriceStore {
 public:
  explicit PostgresPriceStore(db::Pool& pool) : pool_(pool) {}

  absl::Status Add(Price& price) override;
  absl::StatusOr<std::optional<Price>> FindInForce(const std::string& plan) override;
  absl::StatusOr<std::vector<Price>> ListInForce(const std::string& after_plan, int limit) override;

 private:
  db::Pool& pool_;
};

}  // namespace nexus::billing

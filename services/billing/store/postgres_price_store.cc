#include "services/billing/store/postgres_price_store.h"

#include <cstdint>

#include "libs/base/fault.h"
#include "libs/db/convert.h"

namespace nexus::billing {
namespace {

constexpr char kAdd[] = R"sql(
  INSERT INTO prices (id, plan, currency, setup_fee_micros, hour_micros, month_micros)
  VALUES ($1, $2, $3, $4, $5, $6)
  RETURNING (extract(epoch from create_time) * 1000000)::bigint)sql";

constexpr char kFindInForce[] = R"sql(
  SELECT id, plan, currency, setup_fee_micros, hour_micros, month_micros,
         (extract(epoch from create_time) * 1000000)::bigint
  FROM prices WHERE plan = $1 ORDER BY create_time DESC, id DESC LIMIT 1)sql";

constexpr char kListInForce[] = R"sql(
  SELECT DISTINCT ON (plan) id, plan, currency, setup_fee_micros, hour_micros, month_micros,
         (extract(epoch from create_time) * 1000000)::bigint
  FROM prices WHERE plan > $1 ORDER BY plan, create_time DESC, id DESC LIMIT $2)sql";

Price PriceFrom(const pqxx::row& row) {
  const auto currency = row[2].as<std::string>();
  return {.id = row[0].as<std::string>(),
          .plan = row[1].as<std::string>(),
          .setup_fee = {currency, row[3].as<std::int64_t>()},
          .hour = {currency, row[4].as<std::int64_t>()},
          .month = {currency, row[5].as<std::int64_t>()},
          .create_time = db::TimeFrom(row[6])};
}

}  // namespace

absl::Status PostgresPriceStore::Add(Price& price) {
  return pool_.InTransaction([&](db::Transaction& tx) {
    const auto added = tx.Exec(kAdd, price.id, price.plan, price.hour.currency,
                               price.setup_fee.micros, price.hour.micros, price.month.micros);
    price.create_time = db::TimeFrom(added.at(0)[0]);
    tx.OnCommit([] { NEXUS_FAULT("billing.after_commit"); });
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<Price>> PostgresPriceStore::FindInForce(const std::string& plan) {
  std::optional<Price> price;
  const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) {
    const pqxx::result rows = tx.Exec(kFindInForce, plan);
    price = rows.empty() ? std::nullopt : std::optional(PriceFrom(rows[0]));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return price;
}

absl::StatusOr<std::vector<Price>> PostgresPriceStore::ListInForce(const std::string& after_plan,
                                                                   int limit) {
  std::vector<Price> prices;
  const absl::Status status = pool_.InTransaction([&](db::Transaction& tx) {
    prices.clear();
    for (const auto& row : tx.Exec(kListInForce, after_plan, limit)) {
      prices.push_back(PriceFrom(row));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return prices;
}

}  // namespace nexus::billing

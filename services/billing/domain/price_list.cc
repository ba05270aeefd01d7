#include "services/billing/domain/price_list.h"

#include <utility>

#include "libs/base/status.h"
#include "services/billing/domain/amounts.h"
#include "services/billing/domain/errors.h"

namespace nexus::billing {

PriceList::PriceList(PriceStore& store, IdSource& ids, std::string currency)
    : store_(store), ids_(ids), currency_(std::move(currency)) {}

absl::StatusOr<Price> PriceList::Create(const CreatePrice& command) {
  NEXUS_RETURN_IF_ERROR(CheckNotNegative("price.setupFee", command.setup_fee, currency_));
  NEXUS_RETURN_IF_ERROR(CheckNotNegative("price.hour", command.hour, currency_));
  NEXUS_RETURN_IF_ERROR(CheckNotNegative("price.month", command.month, currency_));

  Price price = {.id = ids_.NewId(),
                 .plan = command.plan,
                 .setup_fee = command.setup_fee,
                 .hour = command.hour,
                 .month = command.month};
  NEXUS_RETURN_IF_ERROR(store_.Add(price));
  return price;
}

absl::StatusOr<Price> PriceList::Quote(const std::string& plan) {
  NEXUS_ASSIGN_OR_RETURN(auto price, store_.FindInForce(plan));
  if (!price) return NoPrice(plan);
  return *std::move(price);
}

absl::StatusOr<std::vector<Price>> PriceList::List(const std::string& after_plan, int limit) {
  return store_.ListInForce(after_plan, limit);
}

}  // namespace nexus::billing

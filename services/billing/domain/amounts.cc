#include "services/billing/domain/amounts.h"

#include "libs/base/status.h"
#include "services/billing/domain/errors.h"

namespace nexus::billing {

absl::Status CheckPositive(std::string_view field, const Money& amount, std::string_view currency) {
  if (amount.currency != currency) return CurrencyWrong(field, amount.currency, currency);
  if (amount.micros <= 0) return AmountNotPositive(field, amount);
  return absl::OkStatus();
}

absl::Status CheckNotNegative(std::string_view field, const Money& amount,
                              std::string_view currency) {
  if (amount.currency != currency) return CurrencyWrong(field, amount.currency, currency);
  if (amount.micros < 0) return AmountNegative(field, amount);
  return absl::OkStatus();
}

}  // namespace nexus::billing

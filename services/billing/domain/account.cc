#include "services/billing/domain/account.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "libs/base/status.h"
#include "services/billing/domain/errors.h"

namespace nexus::billing {

Account::Account(std::string project, std::string currency)
    : Account(std::move(project), std::move(currency), Balances{}, /*version=*/0) {}

Account::Account(std::string project, std::string currency, Balances balances, std::int64_t version)
    : project_(std::move(project)),
      currency_(std::move(currency)),
      balances_(balances),
      version_(version) {
  NEXUS_CHECK(0 <= balances_.held && balances_.held <= balances_.wallet);
  NEXUS_CHECK(0 <= balances_.debt && 0 <= balances_.running_hour);
  NEXUS_CHECK(balances_.debt == 0 || balances_.wallet == balances_.held);
}

std::int64_t Account::available() const {
  const std::int64_t unclaimed = balances_.wallet - balances_.held - balances_.debt;
  return AddMicros(unclaimed, -balances_.running_hour)
      .value_or(std::numeric_limits<std::int64_t>::min());
}

absl::Status Account::Credit(std::int64_t micros) {
  NEXUS_CHECK(micros >= 0);
  const std::int64_t pays_debt = std::min(balances_.debt, micros);
  const auto wallet = AddMicros(balances_.wallet, micros - pays_debt);
  if (!wallet.ok()) return AmountTooLarge(Amount(micros));

  balances_.debt -= pays_debt;
  balances_.wallet = *wallet;
  ++version_;
  return absl::OkStatus();
}

absl::Status Account::Hold(std::int64_t micros) {
  NEXUS_CHECK(micros >= 0);
  if (micros > available()) {
    return InsufficientFunds(project_, Amount(available()), Amount(micros));
  }
  balances_.held += micros;
  ++version_;
  return absl::OkStatus();
}

void Account::Release(std::int64_t micros) { Capture(/*fee=*/0, micros); }

void Account::Capture(std::int64_t fee, std::int64_t rest) {
  NEXUS_CHECK(fee >= 0 && rest >= 0 && fee <= balances_.held && rest <= balances_.held - fee);
  balances_.held -= fee + rest;
  balances_.wallet -= fee;
  PayDebt();
  ++version_;
}

absl::Status Account::Charge(std::int64_t micros) {
  NEXUS_CHECK(micros >= 0);
  const std::int64_t from_wallet = std::min(balances_.wallet - balances_.held, micros);
  const auto debt = AddMicros(balances_.debt, micros - from_wallet);
  if (!debt.ok()) return AmountTooLarge(Amount(micros));

  balances_.wallet -= from_wallet;
  balances_.debt = *debt;
  ++version_;
  return absl::OkStatus();
}

void Account::PayDebt() {
  const std::int64_t paid = std::min(balances_.debt, balances_.wallet - balances_.held);
  balances_.wallet -= paid;
  balances_.debt -= paid;
}

}  // namespace nexus::billing

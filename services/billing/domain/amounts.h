#pragma once

#include <string_view>

#include "absl/status/status.h"

#include "libs/base/money.h"

namespace nexus::billing {

// What an amount from outside must be. `field` is its path as the client wrote it.
//
// Errors: INVALID_ARGUMENT `CURRENCY_WRONG`, `AMOUNT_INVALID`.
absl::Status CheckPositive(std::string_view field, const Money& amount, std::string_view currency);
absl::Status CheckNotNegative(std::string_view field, const Money& amount,
                              std::string_view currency);

}  // namespace nexus::billing

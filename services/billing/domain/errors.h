#pragma once

#include <string_view>

#include "absl/status/status.h"

#include "libs/base/money.h"

namespace nexus::billing {

// Every refusal of billing, by its reason in nexus/billing/v1/error_reason.proto.

// FAILED_PRECONDITION `INSUFFICIENT_FUNDS`. `project` is `projects/{project}`.
absl::Status InsufficientFunds(std::string_view project, const Money& available,
                               const Money& requested);

// INVALID_ARGUMENT `AMOUNT_INVALID`. `field` is the path as the client wrote it.
absl::Status AmountNotPositive(std::string_view field, const Money& amount);
absl::Status AmountNegative(std::string_view field, const Money& amount);
absl::Status AmountTooLarge(const Money& amount);

// INVALID_ARGUMENT `CURRENCY_WRONG`.
absl::Status CurrencyWrong(std::string_view field, std::string_view currency,
                           std::string_view expected);

// FAILED_PRECONDITION `NO_PRICE`. `plan` is `plans/{plan}`.
absl::Status NoPrice(std::string_view plan);

// ABORTED `CLOSED`.
absl::Status ReservationClosed(std::string_view id);

// INVALID_ARGUMENT `RESERVATION_DIFFERS`.
absl::Status ReservationDiffers(std::string_view id);

// FAILED_PRECONDITION: the service was started with another currency than its books have.
absl::Status BooksDiffer(std::string_view kept, std::string_view configured);

}  // namespace nexus::billing

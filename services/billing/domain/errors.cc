#include "services/billing/domain/errors.h"

#include <string>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "nexus/billing/v1/error_reason.pb.h"

namespace nexus::billing {
namespace {

absl::Status AmountInvalid(std::string_view field, std::string_view sentence) {
  return WithFieldViolation(Error(absl::StatusCode::kInvalidArgument, v1::AMOUNT_INVALID, sentence),
                            field, sentence);
}

}  // namespace

absl::Status InsufficientFunds(std::string_view project, const Money& available,
                               const Money& requested) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::INSUFFICIENT_FUNDS,
               fmt::format("{} is needed and {} is available", FormatMoney(requested),
                           FormatMoney(available)),
               {{"account", fmt::format("{}/billingAccount", project)},
                {"available_micros", std::to_string(available.micros)},
                {"requested_micros", std::to_string(requested.micros)},
                {"currency", requested.currency}});
}

absl::Status AmountNotPositive(std::string_view field, const Money& amount) {
  return AmountInvalid(
      field, fmt::format("the amount must be more than zero, not {}", FormatMoney(amount)));
}

absl::Status AmountNegative(std::string_view field, const Money& amount) {
  return AmountInvalid(
      field, fmt::format("the amount must not be negative, as {} is", FormatMoney(amount)));
}

absl::Status AmountTooLarge(const Money& amount) {
  return Error(
      absl::StatusCode::kInvalidArgument, v1::AMOUNT_INVALID,
      fmt::format("with {} more there would be more than can be counted", FormatMoney(amount)));
}

absl::Status CurrencyWrong(std::string_view field, std::string_view currency,
                           std::string_view expected) {
  const std::string sentence = fmt::format("the amount must be in {}, not in {}", expected,
                                           currency.empty() ? "no currency" : currency);
  return WithFieldViolation(
      Error(absl::StatusCode::kInvalidArgument, v1::CURRENCY_WRONG, sentence,
            {{"currency", std::string(currency)}, {"expected", std::string(expected)}}),
      field, sentence);
}

absl::Status NoPrice(std::string_view plan) {
  return Error(absl::StatusCode::kFailedPrecondition, v1::NO_PRICE,
               fmt::format("{} has no price", plan), {{"plan", std::string(plan)}});
}

absl::Status ReservationClosed(std::string_view id) {
  return Error(absl::StatusCode::kAborted, v1::CLOSED,
               fmt::format("the reservation {} has ended", id), {{"id", std::string(id)}});
}

absl::Status ReservationDiffers(std::string_view id) {
  return Error(absl::StatusCode::kInvalidArgument, v1::RESERVATION_DIFFERS,
               fmt::format("the reservation {} was made for another project or amount", id),
               {{"id", std::string(id)}});
}

absl::Status BooksDiffer(std::string_view kept, std::string_view configured) {
  return absl::FailedPreconditionError(
      fmt::format("the books are kept in {}, so the service cannot run in {}", kept, configured));
}

}  // namespace nexus::billing

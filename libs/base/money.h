#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexus {

// An exact amount in one currency, in millionths of its unit.
struct Money {
  std::string currency;
  std::int64_t micros = 0;

  friend bool operator==(const Money&, const Money&) = default;
};

// For people and messages: `1.50 EUR`, `0.0069 EUR`.
std::string FormatMoney(const Money& money);

// OUT_OF_RANGE when the sum does not fit.
absl::StatusOr<std::int64_t> AddMicros(std::int64_t a, std::int64_t b);

}  // namespace nexus

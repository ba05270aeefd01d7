#include "libs/base/money.h"

#include <cstdlib>

#include <fmt/format.h>

namespace nexus {

std::string FormatMoney(const Money& money) {
  // Two decimals at least, as many as the amount needs at most.
  const bool negative = money.micros < 0;
  const auto magnitude = negative ? ~static_cast<std::uint64_t>(money.micros) + 1
                                  : static_cast<std::uint64_t>(money.micros);
  std::string decimals = fmt::format("{:06}", magnitude % 1'000'000);
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  return fmt::format("{}{}.{} {}", negative ? "-" : "", magnitude / 1'000'000, decimals,
                     money.currency);
}

absl::StatusOr<std::int64_t> AddMicros(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) {
    return absl::OutOfRangeError("the amount is more than can be counted");
  }
  return sum;
}

}  // namespace nexus

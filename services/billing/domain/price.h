#pragma once

#include <string>

#include "absl/time/time.h"

#include "libs/base/money.h"

namespace nexus::billing {

// What a plan costs from `create_time` on, until a newer price is made. Never changed.
struct Price {
  // UUIDv7.
  std::string id;

  // `plans/{plan}`.
  std::string plan;

  Money setup_fee;
  Money hour;
  Money month;

  // Set by the store.
  absl::Time create_time;

  friend bool operator==(const Price&, const Price&) = default;
};

}  // namespace nexus::billing

#pragma once

#include <cstdint>
#include <string>

#include "libs/base/money.h"

namespace nexus::billing {

// Money held for one instance, from before it is made until it runs or is given up.
struct Reservation {
  enum class State { kOpen, kCaptured, kReleased };

  // The instance's id.
  std::string id;

  // `projects/{project}`.
  std::string project;

  // Taken when the instance runs; both are zero when nothing was ever held.
  Money setup_fee;

  // Freed when the instance runs.
  Money first_hour;

  // What the charge is called.
  std::string display_name;

  State state = State::kOpen;

  // All that is or was held. Both together were counted when it was made.
  std::int64_t total_micros() const { return setup_fee.micros + first_hour.micros; }

  friend bool operator==(const Reservation&, const Reservation&) = default;
};

}  // namespace nexus::billing

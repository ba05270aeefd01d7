#pragma once

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "libs/base/money.h"
#include "services/billing/domain/ledger.h"

namespace nexus::billing {

// What tests of the books are written in.

inline Money Eur(std::int64_t units) { return {"EUR", units * 1'000'000}; }

// The id of a test's n-th instance.
inline std::string InstanceId(int n) { return fmt::format("00000000-0000-7000-9000-{:012}", n); }

inline std::string InstanceName(const std::string& project, int n) {
  return fmt::format("{}/instances/{}", project, InstanceId(n));
}

inline ReserveFunds Reserving(int n, Money setup_fee, Money first_hour,
                              std::string project = "projects/acme") {
  return {.id = InstanceId(n),
          .project = std::move(project),
          .setup_fee = std::move(setup_fee),
          .first_hour = std::move(first_hour),
          .display_name = fmt::format("web-{}", n)};
}

inline CaptureFunds Capturing(int n, Money setup_fee, std::string project = "projects/acme") {
  return {.id = InstanceId(n),
          .project = project,
          .instance = InstanceName(project, n),
          .setup_fee = std::move(setup_fee),
          .display_name = fmt::format("web-{}", n)};
}

}  // namespace nexus::billing

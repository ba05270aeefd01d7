#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "services/instance/domain/instance.h"

namespace nexus::instance {

// The service that keeps the books. Errors are passed on as they come; one whose
// outcome is unknown (errors.h) may have taken effect. Never called while a
// database connection is held. Thread-safe.
class Billing {
 public:
  virtual ~Billing() = default;

  // FAILED_PRECONDITION `NO_PRICE`.
  virtual absl::StatusOr<Quote> QuotePrice(const std::string& project, const std::string& plan) = 0;

  // Holds the setup fee and one hour under the instance's id. Safe to repeat.
  // FAILED_PRECONDITION `INSUFFICIENT_FUNDS`.
  virtual absl::Status ReserveFunds(const Instance& instance) = 0;

  // Frees what is held under the instance's id, and closes the id. Safe to repeat.
  virtual absl::Status ReleaseFunds(const InstanceName& name) = 0;
};

}  // namespace nexus::instance

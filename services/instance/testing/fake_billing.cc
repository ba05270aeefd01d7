#include "services/instance/testing/fake_billing.h"

#include <utility>

#include "libs/base/status.h"
#include "nexus/billing/v1/error_reason.pb.h"

namespace nexus::instance {

absl::StatusOr<Quote> FakeBilling::QuotePrice(const std::string& /*project*/,
                                              const std::string& plan) {
  if (down) return Unavailable("billing does not answer");
  const auto found = prices.find(plan);
  if (found != prices.end()) return found->second;
  return Error(absl::StatusCode::kFailedPrecondition, billing::v1::NO_PRICE, "no price",
               {{"plan", plan}});
}

absl::Status FakeBilling::ReserveFunds(const Instance& instance) {
  ++reserve_calls;
  const Next next = std::exchange(next_reserve, Next::kAnswer);
  if (down || next == Next::kLoseCall) return Unavailable("billing does not answer");
  const std::string& id = instance.name.id;
  if (IsClosed(id)) return Error(absl::StatusCode::kAborted, billing::v1::CLOSED, "closed");
  const std::int64_t wanted = instance.quote.setup_fee.micros + instance.quote.hour.micros;
  if (holds_.count(id) == 0) {
    if (wanted > wallet_micros - held_micros()) {
      return Error(absl::StatusCode::kFailedPrecondition, billing::v1::INSUFFICIENT_FUNDS,
                   "not enough money");
    }
    holds_[id] = {.micros = wanted};
  }
  if (next == Next::kLoseAnswer) return absl::DeadlineExceededError("no answer in time");
  return absl::OkStatus();
}

absl::Status FakeBilling::ReleaseFunds(const InstanceName& name) {
  ++release_calls;
  const Next next = std::exchange(next_release, Next::kAnswer);
  if (down || next == Next::kLoseCall) return Unavailable("billing does not answer");
  holds_[name.id] = {.micros = 0, .closed = true};
  if (next == Next::kLoseAnswer) return absl::DeadlineExceededError("no answer in time");
  return absl::OkStatus();
}

std::int64_t FakeBilling::held_micros() const {
  std::int64_t held = 0;
  for (const auto& [id, hold] : holds_) held += hold.micros;
  return held;
}

}  // namespace nexus::instance

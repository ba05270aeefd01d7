#pragma once

#include <map>
#include <string>

#include "services/instance/domain/billing.h"

namespace nexus::instance {

// Billing with one purse for all. Behaves: ids are idempotent, a released id is closed.
class FakeBilling : public Billing {
 public:
  // What is to happen to the next call of a kind.
  enum class Next {
    kAnswer,
    // It takes effect, but the answer is lost.
    kLoseAnswer,
    // It never arrives.
    kLoseCall,
  };

  absl::StatusOr<Quote> QuotePrice(const std::string& project, const std::string& plan) override;
  absl::Status ReserveFunds(const Instance& instance) override;
  absl::Status ReleaseFunds(const InstanceName& name) override;

  // What a plan costs; an absent plan has no price.
  std::map<std::string, Quote> prices;

  std::int64_t wallet_micros = 100'000'000;
  Next next_reserve = Next::kAnswer;
  Next next_release = Next::kAnswer;

  // Every call fails as if nobody were there.
  bool down = false;

  std::int64_t held_micros() const;
  bool IsClosed(const std::string& id) const {
    return holds_.count(id) == 1 && holds_.at(id).closed;
  }
  int reserve_calls = 0;
  int release_calls = 0;

 private:
  struct Hold {
    std::int64_t micros = 0;
    bool closed = false;
  };
  std::map<std::string, Hold> holds_;
};

}  // namespace nexus::instance

#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"

#include "libs/base/money.h"

namespace nexus::billing {

// One transaction of the ledger, never changed: the project's account gained
// `amount`, and `counter_account` lost it.
struct Booking {
  enum class Kind { kCredit, kSetupFee };

  // UUIDv7.
  std::string id;

  // `projects/{project}`.
  std::string project;

  // The account's version that this booking made: its order in the account.
  std::int64_t account_version = 0;

  Kind kind = Kind::kCredit;

  // For people.
  std::string description;

  // Full name of what it was for; empty for a credit.
  std::string subject;

  // Negative for a charge, never zero.
  Money amount;
  Money balance_after;

  // One of ours: kOperatorCredits, kSetupFees.
  std::string counter_account;

  // Set by the store.
  absl::Time create_time;

  friend bool operator==(const Booking&, const Booking&) = default;
};

// The accounts on the other side of what customers' accounts gain and lose.
inline constexpr char kOperatorCredits[] = "operator/credits";
inline constexpr char kSetupFees[] = "revenue/setup-fees";

}  // namespace nexus::billing

#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"

#include "libs/base/money.h"

namespace nexus::billing {

// A project's money: what it owns, what of that is set aside, what it owes.
// Rules only: no I/O, no clock. The caller holds the account's row lock.
//
// Amounts are micros of the account's currency and not negative. Each change
// raises the version by one. Free money always pays debt first, so there is debt
// only while all of the wallet is held.
class Account {
 public:
  struct Balances {
    std::int64_t wallet = 0;
    std::int64_t debt = 0;
    std::int64_t held = 0;

    // One hour of everything that runs: it cannot be reserved.
    std::int64_t running_hour = 0;

    friend bool operator==(const Balances&, const Balances&) = default;
  };

  // An account that never had money.
  Account(std::string project, std::string currency);

  Account(std::string project, std::string currency, Balances balances, std::int64_t version);

  // `projects/{project}`.
  const std::string& project() const { return project_; }
  const std::string& currency() const { return currency_; }
  const Balances& balances() const { return balances_; }
  std::int64_t version() const { return version_; }

  // `micros` in this account's currency.
  Money Amount(std::int64_t micros) const { return {currency_, micros}; }

  // Wallet less debt: the sum of all that was booked.
  std::int64_t balance() const { return balances_.wallet - balances_.debt; }

  // What can be reserved; below zero when debt and running machines claim more than there is.
  std::int64_t available() const;

  // Adds to the wallet what debt leaves of it. INVALID_ARGUMENT `AMOUNT_INVALID`
  // when it is more than can be counted.
  absl::Status Credit(std::int64_t micros);

  // Moves from available to held. FAILED_PRECONDITION `INSUFFICIENT_FUNDS`.
  absl::Status Hold(std::int64_t micros);

  // Frees what was held.
  void Release(std::int64_t micros);

  // Ends a hold of `fee + rest`: the fee is taken, the rest is freed.
  void Capture(std::int64_t fee, std::int64_t rest);

  // Takes what was used: from the wallet what is not held, the rest becomes
  // debt. Never refused for want of money. INVALID_ARGUMENT `AMOUNT_INVALID` when the debt is
  // more than can be counted.
  absl::Status Charge(std::int64_t micros);

  friend bool operator==(const Account&, const Account&) = default;

 private:
  void PayDebt();

  std::string project_;
  std::string currency_;
  Balances balances_;
  std::int64_t version_ = 0;
};

}  // namespace nexus::billing

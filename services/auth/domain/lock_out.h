#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "services/auth/domain/auth_store.h"

namespace nexus::auth {

// How many failed log-ins are too many.
struct LockOutPolicy {
  int account_failures = 5;
  int address_failures = 20;
  absl::Duration window = absl::Minutes(15);
};

// Who tries to log in, and which of the tries it is.
struct LogInAttempt {
  std::string id;

  // As it was typed; it need not belong to anybody.
  std::string email;

  // Empty when it is not known.
  std::string client_address;
};

// Slows guessing down: too many failures for one account or from one address
// close it until the oldest of them is forgotten. An attempt counts as a failure
// from its beginning, so that guesses at the same time are counted too.
class LockOut {
 public:
  explicit LockOut(const LockOutPolicy& policy) : policy_(policy) {}

  // RESOURCE_EXHAUSTED `LOCKED_OUT` with the time to wait.
  absl::Status Begin(AuthTransaction& tx, const LogInAttempt& attempt) const;

  // The password was right: the account's failures are forgotten, the address's
  // others are not, or a guesser would clear them by an account of his own.
  void Succeed(AuthTransaction& tx, const LogInAttempt& attempt) const;

  // The password was never looked at.
  void TakeBack(AuthTransaction& tx, const LogInAttempt& attempt) const;

 private:
  const LockOutPolicy policy_;
};

}  // namespace nexus::auth

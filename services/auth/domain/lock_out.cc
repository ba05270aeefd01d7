#include "services/auth/domain/lock_out.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/status.h"
#include "services/auth/domain/email.h"
#include "services/auth/domain/errors.h"

namespace nexus::auth {
namespace {

FailureKey AccountOf(const LogInAttempt& attempt) {
  return {FailureKey::Kind::kAccount, EmailKey(attempt.email)};
}

// The account first, always: two attempts that wait for each other's key would
// wait for ever.
std::vector<FailureKey> KeysOf(const LogInAttempt& attempt) {
  std::vector<FailureKey> keys{AccountOf(attempt)};
  if (!attempt.client_address.empty()) {
    keys.push_back({FailureKey::Kind::kAddress, attempt.client_address});
  }
  return keys;
}

}  // namespace

absl::Status LockOut::Begin(AuthTransaction& tx, const LogInAttempt& attempt) const {
  const std::vector<FailureKey> keys = KeysOf(attempt);
  const absl::Time now = tx.Now();
  absl::Time open_again = now;
  for (const FailureKey& key : keys) {
    tx.LockFailures(key);
    const int most = key.kind == FailureKey::Kind::kAccount ? policy_.account_failures
                                                            : policy_.address_failures;
    if (const auto ends = tx.NthNewestFailureEnds(key, most)) {
      open_again = std::max(open_again, *ends);
    }
  }
  if (open_again > now) return LockedOut(open_again - now);
  for (const FailureKey& key : keys) tx.AddFailure(key, attempt.id, now + policy_.window);
  return absl::OkStatus();
}

void LockOut::Succeed(AuthTransaction& tx, const LogInAttempt& attempt) const {
  TakeBack(tx, attempt);
  tx.RemoveFailures(AccountOf(attempt));
}

void LockOut::TakeBack(AuthTransaction& tx, const LogInAttempt& attempt) const {
  for (const FailureKey& key : KeysOf(attempt)) tx.RemoveFailure(key, attempt.id);
}

}  // namespace nexus::auth

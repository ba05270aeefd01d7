#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "libs/base/clock.h"
#include "services/auth/domain/auth_store.h"

namespace nexus::auth {

// Auth's records in memory, as true to its promises as PostgreSQL is: both pass
// the same tests. Its time is the clock's. Transactions run one after another.
class FakeAuthStore : public AuthStore {
 public:
  explicit FakeAuthStore(const Clock& clock) : clock_(clock) {}

  absl::Status InTransaction(absl::FunctionRef<absl::Status(AuthTransaction&)> body) override;

  // What was announced, in order.
  std::vector<events::NewEvent> outbox() const;

  // Full names of the methods whose calls were recorded, in order.
  std::vector<std::string> recorded_calls() const;

 private:
  friend class FakeAuthTransaction;

  struct StoredSession {
    Session session;
    std::string secret_hash;
    absl::Time last_use_time;
  };
  struct StoredToken {
    ApiToken token;
    std::string secret_hash;
  };
  struct StoredFailure {
    FailureKey key;
    std::string attempt;
    absl::Time expire_time;
  };

  // All that a transaction may change; copied at its start, put back at its end.
  struct Records {
    std::map<std::string, Account> accounts;
    std::map<std::string, std::string> projects;  // Display names by id.
    std::map<std::string, StoredSession> sessions;
    std::map<std::string, StoredToken> tokens;
    std::vector<StoredFailure> failures;
    std::vector<StoredSigningKey> signing_keys;
    std::vector<events::NewEvent> outbox;
    std::vector<std::string> recorded_calls;
  };

  const Clock& clock_;
  mutable std::mutex mutex_;
  Records records_;
};

}  // namespace nexus::auth

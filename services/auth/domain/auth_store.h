#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "libs/events/event.h"
#include "services/auth/domain/credential.h"
#include "services/auth/domain/signing_key.h"
#include "services/auth/domain/user.h"

namespace nexus::auth {

struct UserQuery {
  // In any case; empty matches all.
  std::string email_contains;

  // Only users that are older than this one; empty for the first page.
  std::string before_id;

  int limit = 50;
};

struct ApiTokenQuery {
  std::string user;
  std::string project;
  std::string before_id;
  int limit = 50;
};

// Whose failed log-ins are counted.
struct FailureKey {
  enum class Kind { kAccount, kAddress };
  Kind kind;

  // An EmailKey or a client's address.
  std::string value;
};

// One open transaction on auth's records. Ids that are no UUIDs are found nowhere.
class AuthTransaction {
 public:
  virtual ~AuthTransaction() = default;

  // The database's time, which all replicas share.
  virtual absl::Time Now() = 0;

  // Adds a user, its personal project and its membership there. False when
  // another user has the address, in any case of its letters.
  virtual bool AddUser(const Account& account, const std::string& project_display_name) = 0;
  virtual std::optional<Account> FindAccount(const std::string& email) = 0;
  virtual std::optional<User> FindUser(const std::string& id) = 0;
  virtual std::optional<User> LockUserByEmail(const std::string& email) = 0;
  virtual void SaveUser(const User& user) = 0;

  // Nothing happens if the hash is not `former` any more.
  virtual void ReplacePasswordHash(const std::string& user, const std::string& former,
                                   const std::string& hash) = 0;

  // Newest first.
  virtual std::vector<User> ListUsers(const UserQuery& query) = 0;
  virtual std::vector<Membership> ListMemberships(const std::string& user) = 0;

  virtual void AddSession(const Session& session, const std::string& secret_hash) = 0;
  virtual std::optional<Session> FindSession(const std::string& id) = 0;

  // Takes the session away; what it was.
  virtual std::optional<Session> EndSession(const std::string& id) = 0;

  virtual void AddApiToken(const ApiToken& token, const std::string& secret_hash) = 0;

  // Newest first, without revoked ones.
  virtual std::vector<ApiToken> ListApiTokens(const ApiTokenQuery& query) = 0;
  virtual std::optional<ApiToken> FindApiToken(const std::string& id) = 0;
  virtual std::optional<ApiToken> LockApiToken(const std::string& id) = 0;

  // Marks it revoked now and raises its revision, which is returned.
  virtual std::int64_t RevokeApiToken(const std::string& id) = 0;

  // Of a session or token that is valid now; one statement. `project` is an id,
  // or empty for none.
  virtual std::optional<Standing> ReadSessionStanding(const std::string& secret_hash,
                                                      const std::string& project) = 0;
  virtual std::optional<Standing> ReadTokenStanding(const std::string& secret_hash,
                                                    const std::string& project) = 0;

  // Writes the last use of a session, which then may lie idle for `idle` again, or
  // of a token.
  virtual void RecordSessionUse(const std::string& id, absl::Duration idle) = 0;
  virtual void RecordTokenUse(const std::string& id) = 0;

  // Waits for other attempts on the same key, until this transaction ends.
  virtual void LockFailures(const FailureKey& key) = 0;

  // When the `nth` newest failure that counts now stops to count; nothing if
  // there are fewer.
  virtual std::optional<absl::Time> NthNewestFailureEnds(const FailureKey& key, int nth) = 0;

  // Counts until `expire_time`. `attempt` is an id that both keys share.
  virtual void AddFailure(const FailureKey& key, const std::string& attempt,
                          absl::Time expire_time) = 0;
  virtual void RemoveFailure(const FailureKey& key, const std::string& attempt) = 0;
  virtual void RemoveFailures(const FailureKey& key) = 0;

  // Waits for other replicas that look after the keys, until this transaction ends.
  virtual void LockSigningKeys() = 0;

  // Newest first.
  virtual std::vector<StoredSigningKey> ListSigningKeys() = 0;
  virtual void AddSigningKey(const StoredSigningKey& key) = 0;
  virtual void RemoveSigningKey(const std::string& id) = 0;

  virtual void Publish(const events::NewEvent& event) = 0;

  // Records the current call as done, for a call of more than one transaction.
  virtual void RecordCall() = 0;
};

// Auth's memory. Thread-safe.
class AuthStore {
 public:
  virtual ~AuthStore() = default;

  // Commits if `body` returns OK and rolls back otherwise. May run `body` again
  // after a serialization failure, so `body` touches nothing else.
  virtual absl::Status InTransaction(absl::FunctionRef<absl::Status(AuthTransaction&)> body) = 0;
};

}  // namespace nexus::auth

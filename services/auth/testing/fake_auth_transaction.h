#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/auth/testing/fake_auth_store.h"

namespace nexus::auth {

// One transaction on a copy of a FakeAuthStore's records.
class FakeAuthTransaction : public AuthTransaction {
 public:
  FakeAuthTransaction(FakeAuthStore::Records& records, absl::Time now)
      : records_(records), now_(now) {}

  absl::Time Now() override { return now_; }

  bool AddUser(const Account& account, const std::string& project_display_name) override;
  std::optional<Account> FindAccount(const std::string& email) override;
  std::optional<User> FindUser(const std::string& id) override;
  std::optional<User> LockUserByEmail(const std::string& email) override;
  void SaveUser(const User& user) override;
  void ReplacePasswordHash(const std::string& user, const std::string& former,
                           const std::string& hash) override;
  std::vector<User> ListUsers(const UserQuery& query) override;
  std::vector<Membership> ListMemberships(const std::string& user) override;

  void AddSession(const Session& session, const std::string& secret_hash) override;
  std::optional<Session> FindSession(const std::string& id) override;
  std::optional<Session> EndSession(const std::string& id) override;

  void AddApiToken(const ApiToken& token, const std::string& secret_hash) override;
  std::vector<ApiToken> ListApiTokens(const ApiTokenQuery& query) override;
  std::optional<ApiToken> FindApiToken(const std::string& id) override;
  std::optional<ApiToken> LockApiToken(const std::string& id) override;
  std::int64_t RevokeApiToken(const std::string& id) override;

  std::optional<Standing> ReadSessionStanding(const std::string& secret_hash,
                                              const std::string& project) override;
  std::optional<Standing> ReadTokenStanding(const std::string& secret_hash,
                                            const std::string& project) override;
  void RecordSessionUse(const std::string& id, absl::Duration idle) override;
  void RecordTokenUse(const std::string& id) override;

  void LockFailures(const FailureKey&) override {}
  std::optional<absl::Time> NthNewestFailureEnds(const FailureKey& key, int nth) override;
  void AddFailure(const FailureKey& key, const std::string& attempt,
                  absl::Time expire_time) override;
  void RemoveFailure(const FailureKey& key, const std::string& attempt) override;
  void RemoveFailures(const FailureKey& key) override;

  void LockSigningKeys() override {}
  std::vector<StoredSigningKey> ListSigningKeys() override;
  void AddSigningKey(const StoredSigningKey& key) override;
  void RemoveSigningKey(const std::string& id) override;

  void Publish(const events::NewEvent& event) override;
  void RecordCall() override;

 private:
  Standing StandingOf(const std::string& user, const std::string& project) const;
  bool IsStale(std::optional<absl::Time> last_use) const;

  FakeAuthStore::Records& records_;
  const absl::Time now_;
};

}  // namespace nexus::auth

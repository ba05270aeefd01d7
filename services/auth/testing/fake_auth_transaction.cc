#include "services/auth/testing/fake_auth_transaction.h"

#include <algorithm>

#include "libs/base/call_context.h"
#include "services/auth/domain/email.h"

namespace nexus::auth {
namespace {

constexpr absl::Duration kUseIsStaleAfter = absl::Minutes(1);

template <typename Map>
auto* Find(Map& map, const std::string& id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

bool Same(const FailureKey& a, const FailureKey& b) {
  return a.kind == b.kind && a.value == b.value;
}

}  // namespace

bool FakeAuthTransaction::AddUser(const Account& account, const std::string& project_display_name) {
  if (FindAccount(account.user.email)) return false;
  records_.projects[account.user.personal_project] = project_display_name;
  records_.accounts[account.user.id] = account;
  return true;
}

std::optional<Account> FakeAuthTransaction::FindAccount(const std::string& email) {
  for (const auto& [id, account] : records_.accounts) {
    if (EmailKey(account.user.email) == EmailKey(email)) return account;
  }
  return std::nullopt;
}

std::optional<User> FakeAuthTransaction::FindUser(const std::string& id) {
  const Account* account = Find(records_.accounts, id);
  return account == nullptr ? std::nullopt : std::optional(account->user);
}

std::optional<User> FakeAuthTransaction::LockUserByEmail(const std::string& email) {
  const auto account = FindAccount(email);
  return account ? std::optional(account->user) : std::nullopt;
}

void FakeAuthTransaction::SaveUser(const User& user) {
  if (Account* account = Find(records_.accounts, user.id)) {
    account->user.role = user.role;
    account->user.version = user.version;
    account->user.revision = user.revision;
  }
}

void FakeAuthTransaction::ReplacePasswordHash(const std::string& user, const std::string& former,
                                              const std::string& hash) {
  Account* account = Find(records_.accounts, user);
  if (account != nullptr && account->password_hash == former) account->password_hash = hash;
}

std::vector<User> FakeAuthTransaction::ListUsers(const UserQuery& query) {
  std::vector<User> users;
  for (auto entry = records_.accounts.rbegin(); entry != records_.accounts.rend(); ++entry) {
    const User& user = entry->second.user;
    if (!query.before_id.empty() && user.id >= query.before_id) continue;
    if (EmailKey(user.email).find(EmailKey(query.email_contains)) == std::string::npos) continue;
    if (static_cast<int>(users.size()) < query.limit) users.push_back(user);
  }
  return users;
}

std::vector<Membership> FakeAuthTransaction::ListMemberships(const std::string& user) {
  const Account* account = Find(records_.accounts, user);
  if (account == nullptr) return {};
  const std::string& project = account->user.personal_project;
  return {{project, records_.projects.at(project), ProjectRole::kOwner}};
}

void FakeAuthTransaction::AddSession(const Session& session, const std::string& secret_hash) {
  records_.sessions[session.id] = {session, secret_hash, session.create_time};
}

std::optional<Session> FakeAuthTransaction::FindSession(const std::string& id) {
  const auto* stored = Find(records_.sessions, id);
  return stored == nullptr ? std::nullopt : std::optional(stored->session);
}

std::optional<Session> FakeAuthTransaction::EndSession(const std::string& id) {
  const auto session = FindSession(id);
  records_.sessions.erase(id);
  return session;
}

void FakeAuthTransaction::AddApiToken(const ApiToken& token, const std::string& secret_hash) {
  records_.tokens[token.id] = {token, secret_hash};
}

std::vector<ApiToken> FakeAuthTransaction::ListApiTokens(const ApiTokenQuery& query) {
  std::vector<ApiToken> tokens;
  for (auto entry = records_.tokens.rbegin(); entry != records_.tokens.rend(); ++entry) {
    const ApiToken& token = entry->second.token;
    if (token.user != query.user || token.project != query.project || token.revoke_time) continue;
    if (!query.before_id.empty() && token.id >= query.before_id) continue;
    if (static_cast<int>(tokens.size()) < query.limit) tokens.push_back(token);
  }
  return tokens;
}

std::optional<ApiToken> FakeAuthTransaction::FindApiToken(const std::string& id) {
  const auto* stored = Find(records_.tokens, id);
  return stored == nullptr ? std::nullopt : std::optional(stored->token);
}

std::optional<ApiToken> FakeAuthTransaction::LockApiToken(const std::string& id) {
  return FindApiToken(id);
}

std::int64_t FakeAuthTransaction::RevokeApiToken(const std::string& id) {
  ApiToken& token = records_.tokens.at(id).token;
  token.revoke_time = now_;
  return ++token.revision;
}

Standing FakeAuthTransaction::StandingOf(const std::string& user,
                                         const std::string& project) const {
  Standing standing{.user = records_.accounts.at(user).user,
                    .project_exists = records_.projects.contains(project),
                    .now = now_};
  if (standing.user.personal_project == project) {
    standing.project_role = ProjectRole::kOwner;
    standing.membership_revision = 1;
  }
  return standing;
}

bool FakeAuthTransaction::IsStale(std::optional<absl::Time> last_use) const {
  return !last_use || *last_use < now_ - kUseIsStaleAfter;
}

std::optional<Standing> FakeAuthTransaction::ReadSessionStanding(const std::string& secret_hash,
                                                                 const std::string& project) {
  for (const auto& [id, stored] : records_.sessions) {
    const Session& session = stored.session;
    if (stored.secret_hash != secret_hash) continue;
    if (std::min(session.expire_time, session.idle_expire_time) <= now_) return std::nullopt;
    Standing standing = StandingOf(session.user, project);
    standing.credential = SessionName(id);
    standing.credential_revision = session.revision;
    standing.use_is_stale = IsStale(stored.last_use_time);
    return standing;
  }
  return std::nullopt;
}

std::optional<Standing> FakeAuthTransaction::ReadTokenStanding(const std::string& secret_hash,
                                                               const std::string& project) {
  for (const auto& [id, stored] : records_.tokens) {
    const ApiToken& token = stored.token;
    if (stored.secret_hash != secret_hash) continue;
    if (token.revoke_time || (token.expire_time && *token.expire_time <= now_)) {
      return std::nullopt;
    }
    Standing standing = StandingOf(token.user, project);
    standing.credential = TokenCredentialName(id);
    standing.credential_revision = token.revision;
    standing.bound_to = token.project;
    standing.use_is_stale = IsStale(token.last_use_time);
    return standing;
  }
  return std::nullopt;
}

void FakeAuthTransaction::RecordSessionUse(const std::string& id, absl::Duration idle) {
  auto* stored = Find(records_.sessions, id);
  if (stored == nullptr || !IsStale(stored->last_use_time)) return;
  stored->last_use_time = now_;
  stored->session.idle_expire_time = now_ + idle;
}

void FakeAuthTransaction::RecordTokenUse(const std::string& id) {
  auto* stored = Find(records_.tokens, id);
  if (stored != nullptr && IsStale(stored->token.last_use_time)) {
    stored->token.last_use_time = now_;
  }
}

std::optional<absl::Time> FakeAuthTransaction::NthNewestFailureEnds(const FailureKey& key,
                                                                    int nth) {
  std::vector<absl::Time> ends;
  for (const auto& failure : records_.failures) {
    if (Same(failure.key, key) && failure.expire_time > now_) ends.push_back(failure.expire_time);
  }
  std::sort(ends.rbegin(), ends.rend());
  if (static_cast<int>(ends.size()) < nth) return std::nullopt;
  return ends[nth - 1];
}

void FakeAuthTransaction::AddFailure(const FailureKey& key, const std::string& attempt,
                                     absl::Time expire_time) {
  records_.failures.push_back({key, attempt, expire_time});
}

void FakeAuthTransaction::RemoveFailure(const FailureKey& key, const std::string& attempt) {
  std::erase_if(records_.failures, [&](const auto& failure) {
    return Same(failure.key, key) && failure.attempt == attempt;
  });
}

void FakeAuthTransaction::RemoveFailures(const FailureKey& key) {
  std::erase_if(records_.failures, [&](const auto& failure) { return Same(failure.key, key); });
}

std::vector<StoredSigningKey> FakeAuthTransaction::ListSigningKeys() {
  auto keys = records_.signing_keys;
  std::stable_sort(keys.begin(), keys.end(),
                   [](const auto& a, const auto& b) { return a.create_time > b.create_time; });
  return keys;
}

void FakeAuthTransaction::AddSigningKey(const StoredSigningKey& key) {
  records_.signing_keys.push_back(key);
}

void FakeAuthTransaction::RemoveSigningKey(const std::string& id) {
  std::erase_if(records_.signing_keys, [&](const auto& key) { return key.id == id; });
}

void FakeAuthTransaction::Publish(const events::NewEvent& event) {
  records_.outbox.push_back(event);
}

void FakeAuthTransaction::RecordCall() { records_.recorded_calls.push_back(CurrentCall().method); }

}  // namespace nexus::auth

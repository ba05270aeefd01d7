#include "services/auth/domain/sessions.h"

#include <utility>

#include "libs/base/status.h"
#include "services/auth/domain/announcements.h"
#include "services/auth/domain/credential.h"
#include "services/auth/domain/errors.h"
#include "services/auth/domain/permissions.h"
#include "services/auth/domain/secret.h"

namespace nexus::auth {
namespace {

std::vector<ProjectAccess> ProjectsOf(AuthTransaction& tx, const User& user,
                                      const std::optional<ApiToken>& token) {
  std::vector<ProjectAccess> projects;
  for (Membership& membership : tx.ListMemberships(user.id)) {
    if (token && token->project != membership.project) continue;
    const auto& permissions = PermissionsOf(membership.role);
    projects.push_back({std::move(membership), permissions});
  }
  return projects;
}

}  // namespace

StartedSession Sessions::Start(AuthTransaction& tx, const User& user) {
  const absl::Time now = tx.Now();
  StartedSession started{.user = user,
                         .session = {.id = ids_.NewId(),
                                     .user = user.id,
                                     .create_time = now,
                                     .expire_time = now + policy_.lifetime,
                                     .idle_expire_time = now + policy_.idle},
                         .secret = NewSessionSecret()};
  tx.AddSession(started.session, HashSecret(started.secret));
  return started;
}

absl::Status Sessions::LogOut(const std::string& credential) {
  const auto id = SessionIdOf(credential);
  if (!id) return NotASession();
  return store_.InTransaction([&](AuthTransaction& tx) {
    if (const auto ended = tx.EndSession(*id)) {
      tx.Publish(Revoked(credential, ended->revision + 1));
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<Identity> Sessions::Describe(const std::string& subject,
                                            const std::string& credential) {
  Identity identity;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    const auto user = tx.FindUser(UserIdOf(subject));
    if (!user) return SessionInvalid();
    std::optional<ApiToken> token;
    if (const auto id = SessionIdOf(credential)) {
      const auto session = tx.FindSession(*id);
      if (!session) return SessionInvalid();
      identity.expire_time = session->expire_time;
      identity.global_permissions = GlobalPermissionsOf(user->role);
    } else {
      token = tx.FindApiToken(TokenIdOf(credential).value_or(""));
      if (!token || token->revoke_time) return TokenInvalid();
      identity.expire_time = token->expire_time;
    }
    identity.user = *user;
    identity.projects = ProjectsOf(tx, *user, token);
    return absl::OkStatus();
  }));
  return identity;
}

}  // namespace nexus::auth

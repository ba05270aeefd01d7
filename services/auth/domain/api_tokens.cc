#include "services/auth/domain/api_tokens.h"

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "services/auth/domain/announcements.h"
#include "services/auth/domain/credential.h"
#include "services/auth/domain/errors.h"
#include "services/auth/domain/secret.h"

namespace nexus::auth {

absl::StatusOr<CreatedApiToken> ApiTokens::Create(const CreateApiTokenCommand& command) {
  CreatedApiToken created{.token = {.id = ids_.NewId(),
                                    .user = command.user,
                                    .project = command.project,
                                    .display_name = command.display_name,
                                    .expire_time = command.expire_time},
                          .secret = NewTokenSecret()};
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    created.token.create_time = tx.Now();
    if (command.expire_time && *command.expire_time <= created.token.create_time) {
      return ExpireTimePast(*command.expire_time);
    }
    tx.AddApiToken(created.token, HashSecret(created.secret));
    MutableCurrentCall().resource = ApiTokenName(command.project, created.token.id);
    return absl::OkStatus();
  }));
  return created;
}

absl::StatusOr<std::vector<ApiToken>> ApiTokens::List(const ApiTokenQuery& query) {
  std::vector<ApiToken> tokens;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) {
    tokens = tx.ListApiTokens(query);
    return absl::OkStatus();
  }));
  return tokens;
}

absl::Status ApiTokens::Revoke(const std::string& user, const std::string& project,
                               const std::string& id) {
  return store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    const auto token = tx.LockApiToken(id);
    if (!token || token->user != user || token->project != project) {
      return ApiTokenNotFound(ApiTokenName(project, id));
    }
    if (token->revoke_time) return absl::OkStatus();
    tx.Publish(Revoked(TokenCredentialName(id), tx.RevokeApiToken(id)));
    return absl::OkStatus();
  });
}

}  // namespace nexus::auth

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "libs/base/ids.h"
#include "services/auth/domain/auth_store.h"

namespace nexus::auth {

struct CreateApiTokenCommand {
  // Ids.
  std::string user;
  std::string project;

  std::string display_name;
  std::optional<absl::Time> expire_time;
};

// A token and, this once, its secret.
struct CreatedApiToken {
  ApiToken token;
  std::string secret;
};

// Tokens for programs. Everybody sees and ends only one's own. Thread-safe.
class ApiTokens {
 public:
  ApiTokens(AuthStore& store, IdSource& ids) : store_(store), ids_(ids) {}

  // INVALID_ARGUMENT `EXPIRE_TIME_PAST`.
  absl::StatusOr<CreatedApiToken> Create(const CreateApiTokenCommand& command);

  absl::StatusOr<std::vector<ApiToken>> List(const ApiTokenQuery& query);

  // Ends it for every process at once; one that has ended stays so.
  // NOT_FOUND `API_TOKEN_NOT_FOUND`.
  absl::Status Revoke(const std::string& user, const std::string& project, const std::string& id);

 private:
  AuthStore& store_;
  IdSource& ids_;
};

}  // namespace nexus::auth

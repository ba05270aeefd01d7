#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

#include "services/auth/domain/user.h"

namespace nexus::auth {

// A browser's session. Its secret is stored only as a hash, beside it.
struct Session {
  std::string id;
  std::string user;
  absl::Time create_time;

  // However much it is used.
  absl::Time expire_time;

  // Unless it is used before.
  absl::Time idle_expire_time;

  std::int64_t revision = 1;
};

// A program's token: acts for its user, in one project.
struct ApiToken {
  std::string id;
  std::string user;
  std::string project;
  std::string display_name;
  absl::Time create_time;

  // Absent: never ends by itself.
  std::optional<absl::Time> expire_time;

  std::optional<absl::Time> last_use_time;
  std::optional<absl::Time> revoke_time;
  std::int64_t revision = 1;
};

// A credential and all it stands for, read in one statement, so that no part of
// it is newer or older than another.
struct Standing {
  // `sessions/{session}` or `apiTokens/{token}`.
  std::string credential;
  std::int64_t credential_revision = 0;

  // The one project that an API token is for; absent for a session.
  std::optional<std::string> bound_to;

  User user;

  // About the project that was asked for.
  bool project_exists = false;

  // Absent when the user is no member.
  std::optional<ProjectRole> project_role;
  std::int64_t membership_revision = 0;

  // The database's, at that moment.
  absl::Time now;

  // The recorded last use is over a minute old.
  bool use_is_stale = false;
};

std::string SessionName(std::string_view id);

// `apiTokens/{id}`: how an assertion and a revocation name a token.
std::string TokenCredentialName(std::string_view id);

// `projects/{project}/apiTokens/{id}`: how clients name it.
std::string ApiTokenName(std::string_view project, std::string_view id);

// The id in `sessions/{id}`; nothing for any other credential.
std::optional<std::string> SessionIdOf(std::string_view credential);

// The id in `apiTokens/{id}`; nothing for any other credential.
std::optional<std::string> TokenIdOf(std::string_view credential);

}  // namespace nexus::auth

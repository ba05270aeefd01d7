#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "libs/base/ids.h"
#include "services/auth/domain/auth_store.h"

namespace nexus::auth {

struct SessionPolicy {
  // However much it is used.
  absl::Duration lifetime = absl::Hours(24 * 30);

  // Without use.
  absl::Duration idle = absl::Hours(24 * 7);
};

// A user who just came in.
struct StartedSession {
  User user;
  Session session;

  // Known to the browser only.
  std::string secret;
};

// What a caller may do in one of its projects.
struct ProjectAccess {
  Membership membership;
  std::vector<std::string> permissions;
};

// Who a caller is.
struct Identity {
  User user;
  std::vector<ProjectAccess> projects;
  std::vector<std::string> global_permissions;

  // Absent for a token that never ends by itself.
  std::optional<absl::Time> expire_time;
};

// The sessions of browsers, from log-in to log-out. Thread-safe.
class Sessions {
 public:
  Sessions(AuthStore& store, IdSource& ids, const SessionPolicy& policy)
      : store_(store), ids_(ids), policy_(policy) {}

  // In the transaction that decided that the user may come in.
  StartedSession Start(AuthTransaction& tx, const User& user);

  // Ends the session that `credential` names, for every process at once. A
  // session that has ended already stays so.
  // FAILED_PRECONDITION `NOT_A_SESSION` for an API token.
  absl::Status LogOut(const std::string& credential);

  // Says who the caller is; an API token sees its own project only.
  // UNAUTHENTICATED `SESSION_INVALID` when it ended meanwhile.
  absl::StatusOr<Identity> Describe(const std::string& subject, const std::string& credential);

 private:
  AuthStore& store_;
  IdSource& ids_;
  const SessionPolicy policy_;
};

}  // namespace nexus::auth

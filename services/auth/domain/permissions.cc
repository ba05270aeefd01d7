#include "services/auth/domain/permissions.h"

namespace nexus::auth {

const std::vector<std::string>& PermissionsOf(ProjectRole role) {
  switch (role) {
    case ProjectRole::kOwner:
      return AllProjectPermissions();
  }
  static const std::vector<std::string> none;
  return none;
}

const std::vector<std::string>& AllProjectPermissions() {
  static const std::vector<std::string> all = {
      "apiTokens.create", "apiTokens.list",   "apiTokens.revoke", "audit.list",
      "billing.get",      "instances.create", "instances.delete", "instances.get",
      "instances.list",   "instances.start",  "instances.stop",   "tasks.cancel",
      "tasks.get",        "tasks.list",
  };
  return all;
}

const std::vector<std::string>& GlobalPermissionsOf(Role role) {
  static const std::vector<std::string> administrator = {
      "admin.addressPools.create", "admin.addressPools.list", "admin.audit.list",
      "admin.billing.credit",      "admin.clusters.create",   "admin.clusters.list",
      "admin.images.create",       "admin.plans.create",      "admin.prices.create",
      "admin.queue.get",           "admin.queue.manage",      "admin.users.list",
  };
  static const std::vector<std::string> none;
  return role == Role::kAdministrator ? administrator : none;
}

}  // namespace nexus::auth

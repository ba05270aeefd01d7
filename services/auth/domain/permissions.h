#pragma once

#include <string>
#include <vector>

#include "services/auth/domain/user.h"

namespace nexus::auth {

// The catalogue of permissions, as the protos' `permission` options name them.

// What a member with this role may do in the project.
const std::vector<std::string>& PermissionsOf(ProjectRole role);

// What an administrator may do in every project.
const std::vector<std::string>& AllProjectPermissions();

// What a user may do outside of projects; empty for customers.
const std::vector<std::string>& GlobalPermissionsOf(Role role);

}  // namespace nexus::auth

#pragma once

#include <optional>
#include <string>

#include "services/auth/config.h"

namespace nexus::auth {

// `nexus-auth --create-administrator EMAIL --password-file FILE`
struct AdministratorWish {
  std::string email;
  std::string password_file;
};

// Nothing when the command line asks for something else. Ends the process with a
// sentence when it is half right.
std::optional<AdministratorWish> AdministratorWishOf(int argc, char** argv);

// Makes an administrator, or one of a user, and prints what it did; may be
// repeated. Returns the exit code. The call is in the audit trail like any other.
int CreateAdministratorAndExit(const Config& config, const AdministratorWish& wish);

}  // namespace nexus::auth

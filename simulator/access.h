#pragma once

#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "simulator/model/accounts.h"

namespace nexus::simulator {

// Makes the token `user@realm!name=secret`, and its user if need be, with these
// privileges everywhere. A token of that name gets the new secret.
absl::Status GiveToken(Accounts& accounts, std::string_view token,
                       std::set<std::string> privileges);

}  // namespace nexus::simulator

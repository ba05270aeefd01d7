#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace nexus::auth {

// Whether a password may be chosen: 8 to 128 characters, and not one of those
// that everyone tries first. INVALID_ARGUMENT `PASSWORD_TOO_WEAK`.
absl::Status CheckPasswordStrength(std::string_view password);

// Whether it is on the list of the commonest, in any case.
bool IsCommonPassword(std::string_view password);

}  // namespace nexus::auth

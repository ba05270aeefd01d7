#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace nexus::audit {

// A service announced a call that is no message of the type it names.
absl::Status EventUnreadable(std::string_view event_id);

// The page token is not one that this list gave out.
absl::Status PageTokenInvalid();

}  // namespace nexus::audit

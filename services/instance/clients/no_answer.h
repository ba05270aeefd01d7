#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace nexus::instance {

// A status that no service made (the connection was refused, broke, or the time was up) says
// what a person can use: UNAVAILABLE `UNAVAILABLE`, naming the neighbour. Any other stays.
absl::Status NamedIfNoAnswer(const absl::Status& status, std::string_view neighbour);

}  // namespace nexus::instance

#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace nexus {

// A fault point: a line where it is hard to say whether something happened.
// Does nothing unless NEXUS_FAULT_DIR names a directory in which a test has
// put a file `<point>`; the file is taken away, so each fault happens once, and
// its text says what: `crash` (SIGKILL), `error` (an UNAVAILABLE status), or
// `delay <ms>`.
absl::Status FaultPoint(std::string_view point);

}  // namespace nexus

// For functions that return no status: a crash or a delay happens, an error does not.
#define NEXUS_FAULT(point) ::nexus::FaultPoint(point).IgnoreError()

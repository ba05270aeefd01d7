#pragma once

#include <string>

namespace nexus::testing {

// A directory with a CA and the certificates of all processes, as `./nexus up`
// makes them; made once per test program and removed at its end.
const std::string& TestCertificates();

}  // namespace nexus::testing

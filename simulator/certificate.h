#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace nexus::simulator {

// Writes a self-signed certificate for localhost and its private key (mode
// 600) as PEM, unless both files are there.
absl::Status MakeCertificate(const std::string& certificate_file,
                             const std::string& private_key_file);

// SHA-256 in upper-case hex with colons, as an operator pins it.
absl::StatusOr<std::string> Fingerprint(const std::string& certificate_file);

}  // namespace nexus::simulator

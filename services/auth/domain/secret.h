#pragma once

#include <string>
#include <string_view>

namespace nexus::auth {

// What a credential's holder knows. Stored only as a SHA-256: 256 random bits
// need no slow hash.

// 256 random bits as 43 characters of URL-safe base64.
std::string NewSessionSecret();

// `nxs_`, 43 letters and digits (256 random bits) and their checksum of 6, so
// that a scanner of source code recognises one and a mistyped one is refused
// without asking the database.
std::string NewTokenSecret();
bool IsTokenSecret(std::string_view text);

// 32 bytes.
std::string HashSecret(std::string_view secret);

}  // namespace nexus::auth

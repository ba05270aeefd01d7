#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus {

// URL-safe base64 without padding (RFC 4648 section 5).
std::string Base64UrlEncode(std::string_view bytes);
std::optional<std::string> Base64UrlDecode(std::string_view text);

std::string HexEncode(std::string_view bytes);

// Raw digests, 32 bytes.
std::string Sha256(std::string_view bytes);
std::string HmacSha256(std::string_view key, std::string_view bytes);

// In time that depends on the lengths only.
bool EqualSecrets(std::string_view a, std::string_view b);

// Percent-encoding: all but RFC 3986's unreserved characters.
std::string PercentEncode(std::string_view text);

}  // namespace nexus

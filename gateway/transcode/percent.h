#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus::gateway {

// Decodes %XX, and `+` as a space where `plus_is_space` (queries). Nothing for a
// broken escape, or when the result is no UTF-8 text or holds control characters.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);

}  // namespace nexus::gateway

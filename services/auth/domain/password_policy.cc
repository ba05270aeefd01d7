#include "services/auth/domain/password_policy.h"

#include <algorithm>

#include "services/auth/domain/errors.h"

namespace nexus::auth {
namespace {

constexpr auto kFewestCharacters = 8;
constexpr auto kMostCharacters = 128;

// Characters of UTF-8: every byte that does not continue one.
auto CountCharacters(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](unsigned char byte) { return (byte & 0xC0) != 0x80; });
}

}  // namespace

absl::Status CheckPasswordStrength(std::string_view password) {
  const auto characters = CountCharacters(password);
  if (characters < kFewestCharacters) return PasswordTooShort();
  if (characters > kMostCharacters) return PasswordTooLong();
  if (IsCommonPassword(password)) return PasswordTooCommon();
  return absl::OkStatus();
}

}  // namespace nexus::auth

#include "services/auth/domain/email.h"

#include <algorithm>

#include "absl/strings/ascii.h"

#include "libs/base/status.h"
#include "services/auth/domain/errors.h"

namespace nexus::auth {
namespace {

constexpr std::size_t kLongestAddress = 254;
constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestLabel = 63;
constexpr std::string_view kAtomSpecials = "!#$%&'*+-/=?^_`{|}~";

bool IsAtom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || kAtomSpecials.find(c) != std::string_view::npos;
  });
}

bool IsLabel(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && text.front() != '-' &&
         text.back() != '-' && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-';
         });
}

bool IsNumber(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

template <typename Accept>
bool EveryDotPart(std::string_view text, Accept accept) {
  while (true) {
    const std::size_t dot = text.find('.');
    if (!accept(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool IsHost(std::string_view text) {
  // A host that ends in a number is an IP address, not a name.
  return EveryDotPart(text, IsLabel) && !IsNumber(text.substr(text.rfind('.') + 1));
}

}  // namespace

absl::StatusOr<Email> Email::Parse(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > kLongestAddress) return EmailInvalid();
  const std::string_view local = text.substr(0, at);
  const std::string_view host = text.substr(at + 1);
  if (local.size() > kLongestLocalPart || !EveryDotPart(local, IsAtom) || !IsHost(host)) {
    return EmailInvalid();
  }
  return Email(std::string(local) + "@" + absl::AsciiStrToLower(ToAbsl(host)));
}

std::string EmailKey(std::string_view text) { return absl::AsciiStrToLower(ToAbsl(text)); }

}  // namespace nexus::auth

#include "services/instance/domain/validation.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "libs/base/encoding.h"
#include "libs/base/status.h"
#include "services/instance/domain/errors.h"

namespace nexus::instance {
namespace {

constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestSlug = 40;
constexpr std::size_t kLongestUser = 32;

constexpr std::array<std::string_view, 7> kKeyTypes = {"ssh-ed25519",
                                                       "ssh-rsa",
                                                       "ecdsa-sha2-nistp256",
                                                       "ecdsa-sha2-nistp384",
                                                       "ecdsa-sha2-nistp521",
                                                       "sk-ssh-ed25519@openssh.com",
                                                       "sk-ecdsa-sha2-nistp256@openssh.com"};

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Lower-case letters, digits and dashes, with no dash at either end.
bool IsLabel(std::string_view text, std::size_t longest) {
  if (text.empty() || text.size() > longest) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

std::optional<std::string> DecodeBase64(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (!text.empty() && text.back() == '=') text.pop_back();
  return Base64UrlDecode(text);
}

// Empty when it is one. The blob begins with its type: a 4-byte length, then the text.
std::string_view WhyNoKey(const std::string& key) {
  const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (std::any_of(key.begin(), key.end(), control)) return "it has more than one line";
  const auto type_end = key.find(' ');
  const std::string type = key.substr(0, type_end);
  if (std::find(kKeyTypes.begin(), kKeyTypes.end(), type) == kKeyTypes.end()) {
    return "its type is not known";
  }
  if (type_end == std::string::npos) return "it has a type but no key";
  const auto blob_end = key.find(' ', type_end + 1);
  const auto blob = DecodeBase64(key.substr(type_end + 1, blob_end - type_end - 1));
  if (!blob) return "the key is not base64";
  const std::string length{'\0', '\0', '\0', static_cast<char>(type.size())};
  const std::string begin = length + type;
  if (blob->size() <= begin.size() || blob->compare(0, begin.size(), begin) != 0) {
    return "the key is cut off or of another type";
  }
  return {};
}

}  // namespace

absl::Status CheckDisplayName(const std::string& display_name) {
  if (IsLabel(display_name, kLongestLabel)) return absl::OkStatus();
  return DisplayNameInvalid(display_name);
}

absl::Status CheckSshKeys(const std::vector<std::string>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::string_view why = WhyNoKey(keys[i]);
    if (!why.empty()) return SshKeyInvalid(static_cast<int>(i), why);
  }
  return absl::OkStatus();
}

absl::Status CheckSlug(std::string_view field, const std::string& slug) {
  if (IsLabel(slug, kLongestSlug)) return absl::OkStatus();
  return SlugInvalid(field, slug);
}

absl::Status CheckSize(const Size& size) {
  if (size.vcpus < 1 || size.vcpus > 128) return SizeInvalid("plan.vcpus", "1 to 128 vCPUs");
  if (size.memory_mib < 128 || size.memory_mib > 4'194'304) {
    return SizeInvalid("plan.memoryMib", "128 to 4194304 MiB of memory");
  }
  if (size.disk_gib < 1 || size.disk_gib > 65'536) {
    return SizeInvalid("plan.diskGib", "1 to 65536 GiB of disk");
  }
  return absl::OkStatus();
}

absl::Status CheckUser(std::string_view field, const std::string& user) {
  const auto allowed = [](char c) { return IsLowerOrDigit(c) || c == '-' || c == '_'; };
  const bool good = !user.empty() && user.size() <= kLongestUser &&
                    ((user[0] >= 'a' && user[0] <= 'z') || user[0] == '_') &&
                    std::all_of(user.begin(), user.end(), allowed);
  if (good) return absl::OkStatus();
  return FieldInvalid(field, "a user is lower-case letters, digits, dashes and underscores");
}

}  // namespace nexus::instance

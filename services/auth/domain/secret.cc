#include "services/auth/domain/secret.h"

#include <algorithm>
#include <zlib.h>

#include "libs/base/encoding.h"
#include "libs/base/ids.h"

namespace nexus::auth {
namespace {

constexpr std::string_view kTokenPrefix = "nxs_";
constexpr std::size_t kTokenRandom = 43;
constexpr std::size_t kTokenChecksum = 6;
constexpr std::size_t kTokenLength = kTokenPrefix.size() + kTokenRandom + kTokenChecksum;
constexpr std::size_t kSecretBytes = 32;
constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string RandomBase62(std::size_t length) {
  // Bytes from here on would make the first letters likelier than the last.
  constexpr unsigned kFirstUneven = 256 - 256 % 62;
  std::string text;
  while (text.size() < length) {
    for (const unsigned char byte : RandomBytes(length - text.size())) {
      if (byte < kFirstUneven) text.push_back(kBase62[byte % 62]);
    }
  }
  return text;
}

std::string Checksum(std::string_view text) {
  auto rest = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  std::string digits(kTokenChecksum, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, rest /= 62) {
    *digit = kBase62[rest % 62];
  }
  return digits;
}

}  // namespace

std::string NewSessionSecret() { return Base64UrlEncode(RandomBytes(kSecretBytes)); }

std::string NewTokenSecret() {
  const std::string random = RandomBase62(kTokenRandom);
  return std::string(kTokenPrefix) + random + Checksum(random);
}

bool IsTokenSecret(std::string_view text) {
  if (text.size() != kTokenLength || !text.starts_with(kTokenPrefix)) return false;
  const std::string_view random = text.substr(kTokenPrefix.size(), kTokenRandom);
  const bool plain = std::all_of(random.begin(), random.end(),
                                 [](char c) { return kBase62.find(c) != std::string_view::npos; });
  return plain && text.substr(kTokenPrefix.size() + kTokenRandom) == Checksum(random);
}

std::string HashSecret(std::string_view secret) { return Sha256(secret); }

}  // namespace nexus::auth

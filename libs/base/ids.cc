#include "libs/base/ids.h"

#include <array>
#include <cctype>

#include <fmt/format.h>
#include <openssl/rand.h>

#include "libs/base/encoding.h"
#include "libs/base/status.h"

namespace nexus {

std::string RandomBytes(std::size_t bytes) {
  std::string random(bytes, '\0');
  NEXUS_CHECK(
      RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(bytes)) == 1);
  return random;
}

std::string RandomIdSource::NewId() {
  std::string bytes = RandomBytes(16);
  const auto millis = static_cast<std::uint64_t>(absl::ToUnixMillis(clock_.Now()));
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<char>(millis >> (40 - 8 * i));
  bytes[6] = static_cast<char>(0x70 | (bytes[6] & 0x0f));  // Version 7.
  bytes[8] = static_cast<char>(0x80 | (bytes[8] & 0x3f));  // The RFC's variant.
  const std::string hex = HexEncode(bytes);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace nexus

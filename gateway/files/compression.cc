#include "gateway/files/compression.h"

#include <zlib.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "libs/base/status.h"

namespace nexus::gateway {

std::string Gzip(std::string_view bytes) {
  constexpr int kWindowAndGzipHead = 15 + 16;
  z_stream stream{};
  NEXUS_CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kWindowAndGzipHead, 9,
                           Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  NEXUS_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

bool Accepts(std::string_view accept_encoding, std::string_view coding) {
  for (const absl::string_view part : absl::StrSplit(ToAbsl(accept_encoding), ',')) {
    const std::vector<std::string> pieces = absl::StrSplit(part, ';');
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(pieces[0]), ToAbsl(coding))) continue;
    if (pieces.size() < 2) return true;
    absl::string_view quality = absl::StripAsciiWhitespace(pieces[1]);
    double value = 0;
    return absl::ConsumePrefix(&quality, "q=") && absl::SimpleAtod(quality, &value) && value > 0;
  }
  return false;
}

}  // namespace nexus::gateway

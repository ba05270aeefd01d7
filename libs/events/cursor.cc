#include "libs/events/cursor.h"

#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace nexus::events {
namespace {

template <typename Number>
bool Parse(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string Encode(const Cursor& cursor) {
  return fmt::format("{}/{}/{}", cursor.epoch, cursor.xid, cursor.position);
}

std::optional<Cursor> DecodeCursor(const std::string& bytes) {
  Cursor cursor;
  if (bytes.empty()) return cursor;
  const auto first = bytes.find('/');
  const auto second = bytes.rfind('/');
  if (first != 17 || second == first || second == std::string::npos) return std::nullopt;
  cursor.epoch = bytes.substr(0, first);
  if (cursor.epoch.find_first_not_of("0123456789abcdef.") != std::string::npos ||
      !Parse(std::string_view(bytes).substr(first + 1, second - first - 1), cursor.xid) ||
      !Parse(std::string_view(bytes).substr(second + 1), cursor.position)) {
    return std::nullopt;
  }
  return cursor;
}

}  // namespace nexus::events

#include "services/scheduler/domain/endpoint.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace nexus::scheduler {
namespace {

constexpr std::string_view kScheme = "https://";

bool IsPort(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0 && port < 65536;
}

bool IsHost(std::string_view text, bool bracketed) {
  return !text.empty() && std::ranges::all_of(text, [&](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '.' || (bracketed && c == ':');
  });
}

}  // namespace

std::optional<Endpoint> ParseEndpoint(std::string_view text) {
  if (!text.starts_with(kScheme)) return std::nullopt;
  text.remove_prefix(kScheme.size());
  if (text.ends_with('/')) text.remove_suffix(1);
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || !IsPort(text.substr(colon + 1))) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!IsHost(host, bracketed)) return std::nullopt;
  return Endpoint{std::string(host), std::string(text.substr(colon + 1))};
}

std::optional<std::string> NormalFingerprint(std::string_view text) {
  constexpr std::size_t kLength = 32 * 3 - 1;
  if (text.size() != kLength) return std::nullopt;
  std::string normal(text);
  for (std::size_t i = 0; i < normal.size(); ++i) {
    const auto c = static_cast<unsigned char>(normal[i]);
    if (i % 3 == 2 ? c != ':' : std::isxdigit(c) == 0) return std::nullopt;
    normal[i] = static_cast<char>(std::toupper(c));
  }
  return normal;
}

}  // namespace nexus::scheduler

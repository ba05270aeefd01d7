#include "services/scheduler/proxmox/upid.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <vector>

#include "absl/strings/str_split.h"

#include "libs/base/status.h"

namespace nexus::scheduler::proxmox {
namespace {

bool IsNode(const std::string& text) {
  return !text.empty() && text.front() != '-' && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-';
  });
}

std::optional<std::uint64_t> ParseHex(const std::string& text, std::size_t least,
                                      std::size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool IsWord(const std::string& text) {
  return std::ranges::none_of(text,
                              [](unsigned char c) { return std::isspace(c) != 0 || c == '/'; });
}

}  // namespace

std::optional<Upid> ParseUpid(std::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(text), ':');
  if (parts.size() != 9 || parts[0] != "UPID" || !parts[8].empty()) return std::nullopt;
  const auto pid = ParseHex(parts[2], 8, 8);
  const auto process_start = ParseHex(parts[3], 8, 9);
  const auto start_time = ParseHex(parts[4], 8, 8);
  if (!IsNode(parts[1]) || !pid || !process_start || !start_time) return std::nullopt;
  if (parts[5].empty() || !IsWord(parts[5]) || !IsWord(parts[6])) return std::nullopt;
  if (parts[7].empty() || !IsWord(parts[7])) return std::nullopt;
  return Upid{.node = parts[1],
              .pid = *pid,
              .process_start = *process_start,
              .start_time = static_cast<std::int64_t>(*start_time),
              .type = parts[5],
              .id = parts[6],
              .user = parts[7]};
}

}  // namespace nexus::scheduler::proxmox

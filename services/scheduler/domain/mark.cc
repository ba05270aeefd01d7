#include "services/scheduler/domain/mark.h"

#include <array>

#include <fmt/format.h>

namespace nexus::scheduler {

std::string MarkText(const Mark& mark) {
  return fmt::format("nexus:{}:{}:{}", mark.installation, mark.instance, mark.operation);
}

std::optional<Mark> MarkOf(std::string_view description) {
  std::string_view line = description.substr(0, description.find('\n'));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  std::array<std::string_view, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t colon = line.find(':');
    const bool last = i + 1 == parts.size();
    if (last != (colon == std::string_view::npos)) return std::nullopt;
    parts[i] = line.substr(0, colon);
    if (parts[i].empty()) return std::nullopt;
    if (!last) line.remove_prefix(colon + 1);
  }
  if (parts[0] != "nexus") return std::nullopt;
  return Mark{std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
}

}  // namespace nexus::scheduler

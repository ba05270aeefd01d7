#include "simulator/model/property_string.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace nexus::simulator {

PropertyString::PropertyString(std::string_view text) {
  bool first = true;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const auto equals = part.find('=');
    if (equals != std::string_view::npos) {
      Set(part.substr(0, equals), part.substr(equals + 1));
    } else if (first) {
      head_ = part;
    } else if (!part.empty()) {
      Set(part, "");
    }
    first = false;
  }
}

std::optional<std::string> PropertyString::Find(std::string_view key) const {
  for (const auto& [name, value] : properties_) {
    if (name == key) return value;
  }
  return std::nullopt;
}

void PropertyString::Set(std::string_view key, std::string_view value) {
  for (auto& [name, old] : properties_) {
    if (name == key) {
      old = value;
      return;
    }
  }
  properties_.emplace_back(key, value);
}

void PropertyString::Remove(std::string_view key) {
  std::erase_if(properties_, [key](const auto& property) { return property.first == key; });
}

std::string PropertyString::ToString() const {
  std::string text = head_;
  for (const auto& [name, value] : properties_) {
    if (!text.empty()) text += ',';
    text += name + "=" + value;
  }
  return text;
}

std::optional<std::int64_t> ParseSize(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || number < 0) return std::nullopt;
  const std::string_view unit(parsed.ptr, static_cast<std::size_t>(end - parsed.ptr));
  static constexpr std::string_view kUnits = "KMGT";
  if (unit.empty()) return std::llround(number);
  const auto power = kUnits.find(unit[0]);
  if (unit.size() > 1 || power == std::string_view::npos) return std::nullopt;
  return std::llround(number * std::pow(1024.0, static_cast<double>(power) + 1));
}

std::string FormatSize(std::int64_t bytes) {
  for (const auto& [unit, shift] : {std::pair{"G", 30}, {"M", 20}, {"K", 10}}) {
    const std::int64_t size = std::int64_t{1} << shift;
    if (bytes >= size && bytes % size == 0) return fmt::format("{}{}", bytes / size, unit);
  }
  return fmt::format("{}", bytes);
}

std::vector<std::string> SplitList(std::string_view text) {
  constexpr std::string_view kSeparators(",; \0", 4);
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(kSeparators), text.size());
    if (end > 0) items.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return items;
}

}  // namespace nexus::simulator

#include "libs/base/environment.h"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

#include <fmt/format.h>

namespace nexus {

Environment::Environment(std::string prefix) : prefix_(std::move(prefix)) {}

const char* Environment::Find(std::string_view name) const {
  const char* value = std::getenv((prefix_ + std::string(name)).c_str());
  return value == nullptr || *value == '\0' ? nullptr : value;
}

std::string Environment::Text(std::string_view name, std::string_view fallback) {
  const char* value = Find(name);
  return value == nullptr ? std::string(fallback) : std::string(value);
}

std::string Environment::RequiredText(std::string_view name) {
  const char* value = Find(name);
  if (value != nullptr) return value;
  Complain(fmt::format("{}{} must be set", prefix_, name));
  return {};
}

std::int64_t Environment::Integer(std::string_view name, std::int64_t fallback, std::int64_t least,
                                  std::int64_t most) {
  const char* value = Find(name);
  if (value == nullptr) return fallback;
  const std::string_view text(value);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    Complain(fmt::format("{}{} must be a whole number from {} to {}, not {}", prefix_, name, least,
                         most, text));
    return fallback;
  }
  return number;
}

bool Environment::Flag(std::string_view name, bool fallback) {
  const char* value = Find(name);
  if (value == nullptr) return fallback;
  const std::string_view text(value);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  Complain(fmt::format("{}{} must be true or false, not {}", prefix_, name, text));
  return fallback;
}

absl::Duration Environment::Span(std::string_view name, absl::Duration fallback) {
  const char* value = Find(name);
  if (value == nullptr) return fallback;
  absl::Duration span;
  if (!absl::ParseDuration(value, &span) || span < absl::ZeroDuration()) {
    Complain(
        fmt::format("{}{} must be a time such as 250ms, 30s or 10m, not {}", prefix_, name, value));
    return fallback;
  }
  return span;
}

std::string Environment::RequiredSecretFile(std::string_view name) {
  const std::string path = RequiredText(name);
  if (path.empty()) return {};
  std::ifstream file(path);
  if (!file) {
    Complain(fmt::format("{}{} names {}, which cannot be read", prefix_, name, path));
    return {};
  }
  std::stringstream content;
  content << file.rdbuf();
  std::string secret = content.str();
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  return secret;
}

void Environment::Complain(std::string sentence) { complaints_.push_back(std::move(sentence)); }

void Environment::ExitIfWrong() const {
  if (complaints_.empty()) return;
  for (const std::string& complaint : complaints_) std::cerr << complaint << '\n';
  std::exit(2);
}

}  // namespace nexus

#include "services/auth/domain/credential.h"

#include <fmt/format.h>

namespace nexus::auth {
namespace {

constexpr std::string_view kSessions = "sessions/";
constexpr std::string_view kApiTokens = "apiTokens/";

std::optional<std::string> Without(std::string_view prefix, std::string_view name) {
  if (!name.starts_with(prefix)) return std::nullopt;
  return std::string(name.substr(prefix.size()));
}

}  // namespace

std::string SessionName(std::string_view id) { return fmt::format("{}{}", kSessions, id); }

std::string TokenCredentialName(std::string_view id) { return fmt::format("{}{}", kApiTokens, id); }

std::string ApiTokenName(std::string_view project, std::string_view id) {
  return fmt::format("projects/{}/apiTokens/{}", project, id);
}

std::optional<std::string> SessionIdOf(std::string_view credential) {
  return Without(kSessions, credential);
}

std::optional<std::string> TokenIdOf(std::string_view credential) {
  return Without(kApiTokens, credential);
}

}  // namespace nexus::auth

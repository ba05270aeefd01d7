#include "services/auth/domain/user.h"

#include <fmt/format.h>

namespace nexus::auth {
namespace {

constexpr std::string_view kUsers = "users/";
constexpr std::string_view kProjects = "projects/";

std::string IdAfter(std::string_view prefix, std::string_view name) {
  return name.starts_with(prefix) ? std::string(name.substr(prefix.size())) : std::string();
}

}  // namespace

std::string UserName(std::string_view id) { return fmt::format("{}{}", kUsers, id); }

std::string ProjectName(std::string_view id) { return fmt::format("{}{}", kProjects, id); }

std::string UserIdOf(std::string_view name) { return IdAfter(kUsers, name); }

std::string ProjectIdOf(std::string_view name) { return IdAfter(kProjects, name); }

}  // namespace nexus::auth

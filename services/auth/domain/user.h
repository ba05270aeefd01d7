#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace nexus::auth {

// What a user is to the installation.
enum class Role { kUser = 1, kAdministrator = 2 };

// What a member is to a project.
enum class ProjectRole { kOwner = 1 };

// A person with an account.
struct User {
  std::string id;
  std::string email;
  Role role = Role::kUser;

  // The id of the project that was made at sign-up.
  std::string personal_project;

  absl::Time create_time;

  // +1 per write; orders what arrives by events.
  std::int64_t version = 1;

  // +1 whenever an assertion made before must not be believed any more.
  std::int64_t revision = 1;
};

// A user as the log-in sees it.
struct Account {
  User user;

  // Argon2's encoded form.
  std::string password_hash;
};

// A user's place in a project.
struct Membership {
  std::string project;
  std::string display_name;
  ProjectRole role = ProjectRole::kOwner;
};

std::string UserName(std::string_view id);
std::string ProjectName(std::string_view id);

// The id in `users/{id}` or `projects/{id}`; empty for any other name.
std::string UserIdOf(std::string_view name);
std::string ProjectIdOf(std::string_view name);

}  // namespace nexus::auth

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/auth/domain/auth_store.h"

namespace nexus::auth {

// One empty store, for suites that the fake and PostgreSQL pass alike.
class AuthBackend {
 public:
  virtual ~AuthBackend() = default;

  virtual AuthStore& store() = 0;

  // The types of the events that were announced, in order.
  virtual std::vector<std::string> AnnouncedTypes() = 0;
};

struct Backend {
  std::string name;
  std::unique_ptr<AuthBackend> (*open)();
};

std::unique_ptr<AuthBackend> OpenFake();

// A database of its own, made by the real migrations and used with the running role.
std::unique_ptr<AuthBackend> OpenPostgres();

}  // namespace nexus::auth

#pragma once

#include <string>

#include "libs/http/server.h"

namespace nexus::gateway {

// What a caller shows to say who it is.
struct Credential {
  enum class Kind { kNone, kSession, kToken };

  Kind kind = Kind::kNone;
  std::string secret;
};

// An API token in `Authorization: Bearer …` before a session in the cookie.
Credential CredentialOf(const http::Request& request);

}  // namespace nexus::gateway

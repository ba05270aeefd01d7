#pragma once

#include <cstdint>
#include <string>

#include "libs/events/event.h"
#include "nexus/auth/v1/auth_service.pb.h"
#include "services/auth/domain/user.h"

namespace nexus::auth {

// What auth announces; see nexus/auth/v1/events.proto.

v1::User ToProto(const User& user);

events::NewEvent UserChanged(const User& user);

// `principal` as an assertion names it: `users/…`, `sessions/…`, `apiTokens/…`.
events::NewEvent Revoked(const std::string& principal, std::int64_t least_valid_revision);

}  // namespace nexus::auth

#pragma once

#include "nexus/auth/v1/api_token_service.pb.h"
#include "nexus/auth/v1/auth_service.pb.h"
#include "services/auth/domain/announcements.h"
#include "services/auth/domain/credential.h"
#include "services/auth/domain/sessions.h"

namespace nexus::auth {

// What the domain knows, as clients see it. A user: see announcements.h.
v1::Session ToProto(const Identity& identity);
v1::ApiToken ToProto(const ApiToken& token);

}  // namespace nexus::auth

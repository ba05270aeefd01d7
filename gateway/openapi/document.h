#pragma once

#include "gateway/openapi/schemas.h"

namespace nexus::gateway::openapi {

// The OpenAPI 3.1 document of the whole API, made from the protos alone.
Json BuildDocument();

}  // namespace nexus::gateway::openapi

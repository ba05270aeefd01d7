#pragma once

#include <string>

#include "gateway/contract/binding.h"
#include "gateway/openapi/schemas.h"

namespace nexus::gateway::openapi {

// `/api/v1/projects/{project}/instances/{instance}:stop`: a wildcard is called
// by the collection before it.
std::string PathOf(const Binding& binding);

// What OpenAPI says of one method at one path. `answer` is the schema of its response.
Json OperationOf(const Binding& binding, Json answer, Schemas& schemas);

}  // namespace nexus::gateway::openapi

#pragma once

#include <string>

#include "absl/status/status.h"

namespace nexus::gateway {

// The HTTP status of an error; some reasons have one of their own.
int HttpStatusOf(const absl::Status& status);

// google.rpc.Status as JSON, its details with `@type`.
std::string ErrorJson(const absl::Status& status);

// An error that a client may see: one that has a reason stays as it is; any
// other (a broken connection, an exception) says no more than that, since its
// text tells of our insides.
absl::Status ForClients(const absl::Status& status);

}  // namespace nexus::gateway

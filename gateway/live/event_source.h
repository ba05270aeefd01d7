#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "gateway/live/feed.h"
#include "libs/http/server.h"

namespace nexus::gateway {

// What a page's EventSource asks and hears, as text.

// The project of a request for the stream: `?project=projects/{project}`.
// INVALID_ARGUMENT `FIELD_INVALID` for anything else.
absl::StatusOr<std::string> ProjectParameter(const http::Request& request);

// How long to wait after a break.
std::string OpeningFrame();

// Moves the client's place on, in silence.
std::string PlaceFrame(const std::string& place);

// Moves the place too, so that a quiet client need not load everything after a break.
std::string HeartbeatFrame(const std::string& place);

// What the client knows is not enough: it must load everything again.
std::string ResetFrame(const std::string& place);

std::string EventFrame(const Feed::Entry& entry);

}  // namespace nexus::gateway

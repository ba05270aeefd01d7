#pragma once

#include <string_view>

#include "absl/status/statusor.h"

#include "libs/http/server.h"
#include "simulator/api/call.h"
#include "simulator/api/request.h"

namespace nexus::simulator {

// `{"data": ...}`. With `extjs` the code goes inside and the status is 200.
http::Response Success(const Answer& answer, bool extjs);

// The text in the reason phrase and, with a newline, as `message`.
http::Response Failure(const absl::Status& status, bool extjs);

// Only a status line: what the layers around the API answer with.
http::Response Bare(int code, std::string_view reason, std::string_view body = "");

// Turns numbers that old releases send as text into text.
void NumbersAsText(nlohmann::json& data);

}  // namespace nexus::simulator

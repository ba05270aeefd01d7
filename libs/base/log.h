#pragma once

#include <string_view>

#include <spdlog/spdlog.h>

namespace nexus {

// Makes spdlog's default logger write one JSON object a line to standard
// output: time (UTC), level, service, request_id and actor of the current call,
// message. `level` is debug, info, warn or error.
//
// A message is a fixed sentence with values as fields:
//   spdlog::warn("consumer is behind source={} lag_s={}", source, lag);
void InitLogging(std::string_view service, std::string_view level);

}  // namespace nexus

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace nexus::rpc {

// What a request acts on: its `name`, `parent`, or `<resource>.name`; empty
// when it has none of them.
std::string ResourceOf(const google::protobuf::Message& request);

// `projects/p/instances/i` -> `projects/p`; empty when it does not begin so.
// `projects/-` stands for all projects.
std::string ProjectOf(std::string_view name);

// The ids of a name in a pattern: Segment("projects/p/instances/i",
// "projects/*/instances/*", 1) is "i". Nothing when the name does not match or
// an id is empty.
std::optional<std::string> Segment(std::string_view name, std::string_view pattern, int index);

}  // namespace nexus::rpc

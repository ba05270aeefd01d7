#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nexus::gateway {

// One part of a path between slashes: a literal, or any text when `wildcard`.
struct PathSegment {
  bool wildcard = false;
  std::string literal;
};

// The segments `[first, last)` of a path are the value of a request's field.
struct PathVariable {
  std::string field_path;
  int first = 0;
  int last = 0;
};

// The path of a google.api.http rule: `/api/v1/{name=projects/*/instances/*}:stop`.
struct PathTemplate {
  std::vector<PathSegment> segments;
  std::vector<PathVariable> variables;

  // What follows the colon; empty when there is none.
  std::string verb;
};

// INVALID_ARGUMENT when `text` is no such path, or has `**`, which we do not use.
absl::StatusOr<PathTemplate> ParsePathTemplate(std::string_view text);

}  // namespace nexus::gateway

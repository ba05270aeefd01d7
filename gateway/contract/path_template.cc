#include "gateway/contract/path_template.h"

#include <utility>

#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus::gateway {
namespace {

absl::Status Wrong(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(fmt::format("the path template {} {}", text, why));
}

// Adds `pattern`'s segments, such as `projects/*`; false when one is not allowed.
bool AddSegments(std::string_view pattern, PathTemplate& path) {
  for (absl::string_view part : absl::StrSplit(ToAbsl(pattern), '/')) {
    if (part.empty() || part == "**" || part.find_first_of("{}=:") != absl::string_view::npos) {
      return false;
    }
    path.segments.push_back(
        {.wildcard = part == "*", .literal = part == "*" ? std::string() : std::string(part)});
  }
  return true;
}

// `{name=projects/*}` or `{name}`, without the braces.
bool AddVariable(std::string_view text, PathTemplate& path) {
  const auto equals = text.find('=');
  PathVariable variable;
  variable.field_path = std::string(text.substr(0, equals));
  variable.first = static_cast<int>(path.segments.size());
  const std::string_view pattern =
      equals == std::string_view::npos ? std::string_view("*") : text.substr(equals + 1);
  if (variable.field_path.empty() || !AddSegments(pattern, path)) return false;
  variable.last = static_cast<int>(path.segments.size());
  path.variables.push_back(std::move(variable));
  return true;
}

}  // namespace

absl::StatusOr<PathTemplate> ParsePathTemplate(std::string_view text) {
  if (text.empty() || text.front() != '/') return Wrong(text, "does not begin with a slash");
  PathTemplate path;
  std::string_view rest = text;
  // A verb's colon stands behind the last slash and the last brace.
  const auto colon = rest.rfind(':');
  if (colon != std::string_view::npos &&
      rest.find_first_of("/}", colon) == std::string_view::npos) {
    path.verb = std::string(rest.substr(colon + 1));
    if (path.verb.empty()) return Wrong(text, "has a colon and no verb");
    rest = rest.substr(0, colon);
  }
  while (!rest.empty()) {
    if (rest.front() != '/') return Wrong(text, "has something behind a variable");
    rest.remove_prefix(1);
    const bool variable = !rest.empty() && rest.front() == '{';
    const auto end = variable ? rest.find('}') : rest.find('/');
    if (variable && end == std::string_view::npos) return Wrong(text, "has an open brace");
    const bool added = variable ? AddVariable(rest.substr(1, end - 1), path)
                                : AddSegments(rest.substr(0, end), path);
    if (!added) return Wrong(text, "has an empty or unknown segment");
    rest =
        end == std::string_view::npos ? std::string_view() : rest.substr(variable ? end + 1 : end);
  }
  return path;
}

}  // namespace nexus::gateway

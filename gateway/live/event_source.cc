#include "gateway/live/event_source.h"

#include <string_view>

#include <fmt/format.h>

#include "gateway/transcode/query.h"
#include "libs/base/status.h"

namespace nexus::gateway {

absl::StatusOr<std::string> ProjectParameter(const http::Request& request) {
  const std::string_view target = request.target();
  const auto mark = target.find('?');
  NEXUS_ASSIGN_OR_RETURN(
      const auto parameters,
      ParseQuery(mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1)));
  std::string project;
  for (const auto& [name, value] : parameters) {
    if (name != "project") return FieldInvalid(name, "is not a parameter of the event stream");
    project = value;
  }
  constexpr std::string_view kPrefix = "projects/";
  if (project.size() <= kPrefix.size() || project.rfind(kPrefix, 0) != 0 ||
      project.find('/', kPrefix.size()) != std::string::npos) {
    return FieldInvalid("project", "must be projects/{project}");
  }
  return project;
}

std::string OpeningFrame() { return "retry: 1000\n\n"; }

std::string PlaceFrame(const std::string& place) { return fmt::format("id: {}\n\n", place); }

std::string HeartbeatFrame(const std::string& place) {
  return fmt::format(": still here\nid: {}\n\n", place);
}

std::string ResetFrame(const std::string& place) {
  return fmt::format("id: {}\nevent: reset\ndata: {{}}\n\n", place);
}

std::string EventFrame(const Feed::Entry& entry) {
  return fmt::format("id: {}\ndata: {}\n\n", entry.place, entry.event.data);
}

}  // namespace nexus::gateway

#pragma once

#include <optional>
#include <string>

#include "nexus/events/v1/event_service.pb.h"

namespace nexus::gateway {

// What of an event may leave the services.
struct LiveEvent {
  // `projects/{project}`.
  std::string project;

  // Who may see it: holders of this permission in the project.
  std::string permission;

  // {id, type, subject, version, resource} as JSON in one line.
  std::string data;
};

// Nothing for a heartbeat, an event that is not for eyes outside (its message
// has no `visible_to`), or one of a type unknown here.
std::optional<LiveEvent> LiveEventOf(const events::v1::Event& event);

}  // namespace nexus::gateway

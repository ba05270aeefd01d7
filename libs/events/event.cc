#include "libs/events/event.h"

#include <utility>

namespace nexus::events {

NewEvent MakeEvent(std::string subject, std::int64_t version, std::string project,
                   const google::protobuf::Message& payload) {
  return {.subject = std::move(subject),
          .version = version,
          .project = std::move(project),
          .type = payload.GetDescriptor()->full_name(),
          .payload = payload.SerializeAsString()};
}

}  // namespace nexus::events

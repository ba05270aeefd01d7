#pragma once

#include <cstdint>
#include <string>

#include "google/protobuf/message.h"

namespace nexus::events {

// A fact to announce, as the domain knows it. Who caused it comes from the
// thread's CallContext.
struct NewEvent {
  // Full resource name of what changed.
  std::string subject;

  // The subject's version after the change; 0 when it has none.
  std::int64_t version = 0;

  // `projects/{project}`; empty for what belongs to none.
  std::string project;

  // Full name of the payload's message: `nexus.billing.v1.AccountChanged`.
  std::string type;

  // The payload, serialised.
  std::string payload;

  // `ok`, or a refusal's reason.
  std::string outcome = "ok";
};

// `payload` must have no sensitive fields set.
NewEvent MakeEvent(std::string subject, std::int64_t version, std::string project,
                   const google::protobuf::Message& payload);

}  // namespace nexus::events

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace nexus::audit {

// One call, as it was made. Never changed.
struct AuditRecord {
  // The id of the event that told of the call.
  std::string id;

  absl::Time create_time;

  // `users/…` or `services/…`; empty when nobody was known.
  std::string actor;
  std::string token;
  std::string method;
  std::string resource;
  std::string project;

  // `ok`, or the reason of the refusal.
  std::string outcome;

  std::string client_address;
  std::string user_agent;
  std::string request_id;
  std::string request_json;
  int count = 1;
};

// Where a page ends: records are ordered by time, then id, newest first.
struct AuditPosition {
  absl::Time create_time;
  std::string id;
};

// What to look for; what is empty matches all.
struct AuditQuery {
  std::string project;
  std::string actor;

  // A full name, or its last part.
  std::string method;

  std::string resource;

  // `ok`, `refused` or a reason.
  std::string outcome;

  std::optional<absl::Time> start_time;
  std::optional<absl::Time> end_time;
  std::optional<AuditPosition> after;
  int limit = 50;
};

// For a page token: `<microseconds>/<id>`.
std::string ToText(const AuditPosition& position);

// Nothing when it is no position.
std::optional<AuditPosition> PositionFrom(const std::string& text);

}  // namespace nexus::audit

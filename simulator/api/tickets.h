#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "libs/http/server.h"
#include "simulator/model/accounts.h"
#include "simulator/model/cluster.h"

namespace nexus::simulator {

// Tickets live for two hours; a clock may be five minutes ahead.
constexpr std::int64_t kTicketLifetime = 7200;
constexpr std::int64_t kClockSkew = 300;

// `PVE:<user>:<time>::<signature>`.
std::string MakeTicket(const Cluster& cluster, std::string_view user, std::int64_t now);

// `<time>:<signature>`: proves that a write comes from whoever got the ticket.
std::string MakeCsrfToken(const Cluster& cluster, std::string_view user, std::int64_t now);

// The user of a ticket that is genuine, not too old, and of a user that still may log in.
std::optional<std::string> UserOfTicket(Cluster& cluster, std::string_view ticket,
                                        std::int64_t now);

bool IsCsrfTokenOf(const Cluster& cluster, std::string_view token, std::string_view user,
                   std::int64_t now);

// Who sends the request: by API token, or by ticket and, for what writes, CSRF token.
absl::StatusOr<Identity> Identify(Cluster& cluster, const http::Request& request, std::int64_t now);

}  // namespace nexus::simulator

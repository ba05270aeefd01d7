#include "simulator/api/tickets.h"

#include <charconv>

#include <fmt/format.h>

#include "libs/base/encoding.h"
#include "simulator/api/request.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

using boost::beast::http::field;

constexpr char kRefused[] = "Authentication failed!";
constexpr std::string_view kTokenScheme = "PVEAPIToken";
constexpr std::string_view kCookie = "PVEAuthCookie";

std::string Sign(const Cluster& cluster, std::string_view text) {
  return Base64UrlEncode(HmacSha256(cluster.ticket_key, text));
}

bool IsInTime(std::string_view hex, std::int64_t now) {
  std::int64_t made = 0;
  const auto parsed = std::from_chars(hex.data(), hex.data() + hex.size(), made, 16);
  if (parsed.ec != std::errc() || hex.size() != 8) return false;
  return now - made <= kTicketLifetime && made - now <= kClockSkew;
}

bool MayLogIn(Cluster& cluster, std::string_view user) {
  const User* known = cluster.accounts.Find(user);
  return known != nullptr && known->enabled;
}

// `root@pam!t1=<secret>` after the scheme and a `=` or a blank.
absl::StatusOr<Identity> IdentifyToken(Cluster& cluster, std::string_view credentials,
                                       std::int64_t now) {
  const std::string decoded = UrlDecode(credentials);
  const auto bang = decoded.find('!');
  const auto equals = decoded.find('=', bang == std::string::npos ? 0 : bang);
  if (bang == std::string::npos || equals == std::string::npos) return Unauthenticated(kRefused);
  const Identity identity{decoded.substr(0, bang), decoded.substr(bang + 1, equals - bang - 1)};
  const User* user = cluster.accounts.Find(identity.user);
  if (user == nullptr || !user->enabled) return Unauthenticated(kRefused);
  const auto token = user->tokens.find(identity.token);
  if (token == user->tokens.end()) return Unauthenticated(kRefused);
  if (token->second.expires != 0 && token->second.expires < now) return Unauthenticated(kRefused);
  if (!EqualSecrets(token->second.secret, decoded.substr(equals + 1))) {
    return Unauthenticated(kRefused);
  }
  return identity;
}

std::optional<std::string> TicketOf(const http::Request& request) {
  if (auto cookie = FindCookie(request, kCookie)) return UrlDecode(*cookie);
  const std::string_view header = request[field::authorization];
  if (!header.starts_with(kCookie) || header.size() <= kCookie.size()) return std::nullopt;
  return UrlDecode(header.substr(kCookie.size() + 1));
}

}  // namespace

std::string MakeTicket(const Cluster& cluster, std::string_view user, std::int64_t now) {
  const std::string plain = fmt::format("PVE:{}:{:08X}", user, now);
  return fmt::format("{}::{}", plain, Sign(cluster, plain));
}

std::string MakeCsrfToken(const Cluster& cluster, std::string_view user, std::int64_t now) {
  return fmt::format("{:08X}:{}", now, Sign(cluster, fmt::format("csrf:{:08X}:{}", now, user)));
}

std::optional<std::string> UserOfTicket(Cluster& cluster, std::string_view ticket,
                                        std::int64_t now) {
  const auto end = ticket.find("::");
  if (!ticket.starts_with("PVE:") || end == std::string_view::npos) return std::nullopt;
  const std::string_view plain = ticket.substr(0, end);
  const auto colon = plain.rfind(':');
  if (colon < 5 || !EqualSecrets(Sign(cluster, plain), ticket.substr(end + 2))) {
    return std::nullopt;
  }
  std::string user(plain.substr(4, colon - 4));
  if (!IsInTime(plain.substr(colon + 1), now) || !MayLogIn(cluster, user)) return std::nullopt;
  return user;
}

bool IsCsrfTokenOf(const Cluster& cluster, std::string_view token, std::string_view user,
                   std::int64_t now) {
  const std::string_view made = token.substr(0, token.find(':'));
  if (token.size() <= made.size() || !IsInTime(made, now)) return false;
  const std::string signature = Sign(cluster, fmt::format("csrf:{}:{}", made, user));
  return EqualSecrets(signature, token.substr(made.size() + 1));
}

absl::StatusOr<Identity> Identify(Cluster& cluster, const http::Request& request,
                                  std::int64_t now) {
  const std::string_view header = request[field::authorization];
  if (header.starts_with(kTokenScheme) && header.size() > kTokenScheme.size()) {
    return IdentifyToken(cluster, header.substr(kTokenScheme.size() + 1), now);
  }
  const auto ticket = TicketOf(request);
  if (!ticket) return Unauthenticated("No ticket");
  auto user = UserOfTicket(cluster, *ticket, now);
  if (!user) return Unauthenticated(kRefused);
  const std::string_view csrf = request["CSRFPreventionToken"];
  if (request.method_string() != "GET" && !IsCsrfTokenOf(cluster, csrf, *user, now)) {
    return Unauthenticated("Permission denied - invalid csrf token");
  }
  return Identity{*std::move(user), ""};
}

}  // namespace nexus::simulator

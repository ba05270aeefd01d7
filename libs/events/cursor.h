#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace nexus::events {

// Where an event stands: (epoch, xid, position). Neither xid nor position alone
// is an order, since they are taken at different moments of a transaction.
struct Cursor {
  // `<generation>.<timeline>`, fixed width, so that text order is its order.
  std::string epoch;
  std::uint64_t xid = 0;
  std::int64_t position = 0;

  friend auto operator<=>(const Cursor&, const Cursor&) = default;
};

// The opaque form on the wire.
std::string Encode(const Cursor& cursor);
std::optional<Cursor> DecodeCursor(const std::string& bytes);

}  // namespace nexus::events

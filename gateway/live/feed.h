#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

#include "gateway/live/live_event.h"
#include "libs/events/cursor.h"

namespace nexus::gateway {

// The live events of the last minute from all services, in the order they were
// heard, and where each service's stream stands. A client's place in it is the
// cursors of all services, so any gateway can go on where another one ended.
// Not thread-safe.
class Feed {
 public:
  struct Entry {
    LiveEvent event;

    // The place just behind this event.
    std::string place;

    std::size_t source = 0;
    events::Cursor cursor;
    absl::Time time;
  };
  using EntryPointer = std::shared_ptr<const Entry>;

  // `sources` is how many services there are.
  explicit Feed(std::size_t sources) : heads_(sources) {}

  // An event or heartbeat of a service. Returns the new entry if it was a live event.
  EntryPointer Hear(std::size_t source, const std::string& cursor, std::optional<LiveEvent> event,
                    absl::Time now);

  // Events may have been missed: nobody can resume from before now.
  void Forget();

  // Where a client stands that has seen all.
  std::string place() const;

  // The number of the next entry that will come.
  std::uint64_t next() const { return first_ + entries_.size(); }

  // The oldest number that is kept.
  std::uint64_t first() const { return first_; }

  // The entry with this number; null when it has not come yet or is not kept any more.
  EntryPointer At(std::uint64_t number) const;

  // What a client at `place` has not seen yet. Nothing when that is not known.
  std::optional<std::vector<EntryPointer>> Since(std::string_view place) const;

 private:
  struct Head {
    bool heard = false;

    // Everything behind this one is in the feed.
    events::Cursor covered_from;

    events::Cursor cursor;
    std::string text;
  };

  void Prune(absl::Time now);

  std::vector<Head> heads_;
  std::deque<EntryPointer> entries_;
  std::uint64_t first_ = 0;
};

}  // namespace nexus::gateway

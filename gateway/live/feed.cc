#include "gateway/live/feed.h"

#include <utility>

#include "absl/strings/str_split.h"

#include "libs/base/status.h"

namespace nexus::gateway {
namespace {

constexpr absl::Duration kKept = absl::Seconds(60);

// A service that nothing was heard of yet.
constexpr char kUnheard[] = "-";

}  // namespace

Feed::EntryPointer Feed::Hear(std::size_t source, const std::string& cursor,
                              std::optional<LiveEvent> event, absl::Time now) {
  Prune(now);
  const auto parsed = events::DecodeCursor(cursor);
  if (!parsed) return nullptr;
  Head& head = heads_.at(source);
  if (!head.heard) head.covered_from = *parsed;
  head.heard = true;
  head.cursor = *parsed;
  head.text = cursor;
  if (!event) return nullptr;
  auto entry = std::make_shared<const Entry>(Entry{.event = *std::move(event),
                                                   .place = place(),
                                                   .source = source,
                                                   .cursor = *parsed,
                                                   .time = now});
  entries_.push_back(entry);
  return entry;
}

void Feed::Forget() {
  first_ += entries_.size();
  entries_.clear();
  for (Head& head : heads_) head.covered_from = head.cursor;
}

std::string Feed::place() const {
  std::string text;
  for (const Head& head : heads_) {
    if (!text.empty()) text += ',';
    text += head.heard ? "." + head.text : kUnheard;
  }
  return text;
}

Feed::EntryPointer Feed::At(std::uint64_t number) const {
  if (number < first_ || number >= next()) return nullptr;
  return entries_[number - first_];
}

std::optional<std::vector<Feed::EntryPointer>> Feed::Since(std::string_view place) const {
  const std::vector<std::string> texts = absl::StrSplit(ToAbsl(place), ',');
  if (texts.size() != heads_.size()) return std::nullopt;
  std::vector<events::Cursor> seen;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Head& head = heads_[i];
    if (!head.heard && texts[i] == kUnheard) {
      seen.emplace_back();
      continue;
    }
    if (!head.heard || texts[i].empty() || texts[i].front() != '.') return std::nullopt;
    const auto cursor = events::DecodeCursor(texts[i].substr(1));
    if (!cursor || *cursor < head.covered_from) return std::nullopt;
    seen.push_back(*cursor);
  }
  std::vector<EntryPointer> missed;
  for (const EntryPointer& entry : entries_) {
    if (entry->cursor > seen[entry->source]) missed.push_back(entry);
  }
  return missed;
}

void Feed::Prune(absl::Time now) {
  while (!entries_.empty() && now - entries_.front()->time > kKept) {
    const Entry& oldest = *entries_.front();
    heads_[oldest.source].covered_from = oldest.cursor;
    entries_.pop_front();
    ++first_;
  }
}

}  // namespace nexus::gateway

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::simulator {

// `ceph:vm-100-disk-0,size=3G`: comma-separated properties of which the first
// may leave out its name. Keeps the order it was written in.
class PropertyString {
 public:
  PropertyString() = default;
  explicit PropertyString(std::string_view text);

  // The value written without a name; empty when there is none.
  const std::string& head() const { return head_; }
  void set_head(std::string_view value) { head_ = value; }

  std::optional<std::string> Find(std::string_view key) const;
  void Set(std::string_view key, std::string_view value);
  void Remove(std::string_view key);

  const std::vector<std::pair<std::string, std::string>>& properties() const { return properties_; }
  std::string ToString() const;

 private:
  std::string head_;
  std::vector<std::pair<std::string, std::string>> properties_;
};

// `32G`, `512M`, `1024` (bytes) in bytes; nothing when it is no size.
std::optional<std::int64_t> ParseSize(std::string_view text);

// The largest unit that divides it: `3G`, `2252M`.
std::string FormatSize(std::int64_t bytes);

// Splits a `*-list`: comma, semicolon, blank or NUL between items.
std::vector<std::string> SplitList(std::string_view text);

}  // namespace nexus::simulator

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace nexus {

// Reads settings from environment variables and collects what is wrong, so that
// a start tells all of it at once.
class Environment {
 public:
  // `prefix` such as `NEXUS_BILLING_` goes before each name.
  explicit Environment(std::string prefix);

  std::string Text(std::string_view name, std::string_view fallback);
  std::string RequiredText(std::string_view name);
  std::int64_t Integer(std::string_view name, std::int64_t fallback, std::int64_t least,
                       std::int64_t most);
  bool Flag(std::string_view name, bool fallback);

  // `250ms`, `30s`, `10m`.
  absl::Duration Span(std::string_view name, absl::Duration fallback);

  // The content of the file that `name` names, without a final newline.
  std::string RequiredSecretFile(std::string_view name);

  // Adds a complaint of the caller's own.
  void Complain(std::string sentence);

  // Prints every complaint to standard error and ends the process with 2, if there are any.
  void ExitIfWrong() const;

 private:
  const char* Find(std::string_view name) const;

  std::string prefix_;
  std::vector<std::string> complaints_;
};

}  // namespace nexus

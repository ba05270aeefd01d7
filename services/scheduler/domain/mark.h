#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus::scheduler {

// Whose a guest is: the first line of its description. Checked live before
// every call that changes it.
struct Mark {
  // Of this suite, so that two on one cluster keep apart.
  std::string installation;

  // Ids of the instance and of the task that made the guest.
  std::string instance;
  std::string operation;

  bool operator==(const Mark&) const = default;
};

// `nexus:<installation>:<instance>:<operation>`.
std::string MarkText(const Mark& mark);

// Nothing when the description does not begin with a mark.
std::optional<Mark> MarkOf(std::string_view description);

}  // namespace nexus::scheduler

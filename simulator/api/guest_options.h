#pragma once

#include <string>
#include <string_view>

namespace nexus::simulator {

// The options of a guest's configuration, as a Schema's words.
extern const char kGuestOptions[];

// Whether there is such an option.
bool IsGuestOption(std::string_view name);

// The privilege on the guest that setting the option needs; of `A|B` one is
// enough. Empty: only root@pam may.
std::string PrivilegeFor(std::string_view option, std::string_view value);

// Whether a change works on a running guest at once; otherwise it waits for the next start.
bool AppliesWhileRunning(std::string_view option);

}  // namespace nexus::simulator

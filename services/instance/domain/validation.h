#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "services/instance/domain/instance.h"

// What clients write, checked. Errors name the field.

namespace nexus::instance {

// A DNS label of lower-case letters: it becomes the host name. `DISPLAY_NAME_INVALID`.
absl::Status CheckDisplayName(const std::string& display_name);

// One OpenSSH public key each: a known type, then base64 that says the same type.
// `SSH_KEY_INVALID`.
absl::Status CheckSshKeys(const std::vector<std::string>& keys);

// An id that people choose: lower-case letters, digits and dashes. `SLUG_INVALID`.
absl::Status CheckSlug(std::string_view field, const std::string& slug);

// A size that a hypervisor can give. `SIZE_INVALID`.
absl::Status CheckSize(const Size& size);

// A UNIX user that cloud-init can make. `FIELD_INVALID`.
absl::Status CheckUser(std::string_view field, const std::string& user);

}  // namespace nexus::instance

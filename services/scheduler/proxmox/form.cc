#include "services/scheduler/proxmox/form.h"

#include <charconv>

#include "libs/base/encoding.h"

namespace nexus::scheduler::proxmox {

std::string EncodeForm(const Form& form) {
  std::string encoded;
  for (const auto& [name, value] : form) {
    if (!encoded.empty()) encoded += '&';
    encoded += PercentEncode(name) + '=' + PercentEncode(value);
  }
  return encoded;
}

std::string EncodeSshKeys(std::string_view keys) { return PercentEncode(keys); }

std::string DecodeSshKeys(std::string_view encoded) {
  std::string decoded;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    unsigned char byte = 0;
    const char* digits = encoded.data() + i + 1;
    if (encoded[i] == '%' && i + 2 < encoded.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += encoded[i];
    }
  }
  return decoded;
}

}  // namespace nexus::scheduler::proxmox

#pragma once

#include <map>
#include <string>
#include <string_view>

namespace nexus::scheduler::proxmox {

// What a call carries: the body of POST and PUT, the query of GET and DELETE.
using Form = std::map<std::string, std::string>;

// `a=1&b=2`, all but unreserved characters percent-encoded.
std::string EncodeForm(const Form& form);

// The value of `sshkeys`, which is encoded once by itself and once more by the
// form. The result has no character that the API would refuse.
std::string EncodeSshKeys(std::string_view keys);

// Back from how the API shows it. Text that is not encoded comes back as it is.
std::string DecodeSshKeys(std::string_view encoded);

}  // namespace nexus::scheduler::proxmox

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexus::simulator {

// What is wrong with `value`, if anything, in the named format: vmid, node,
// storage, configid, configid-list, dns, urlencoded, size, disk-slot, upid,
// address-list, cidr, tag-list, ipset-name, and the property strings net, disk,
// agent, boot, ipconfig, memory, vga. `name` is the parameter's.
std::optional<std::string> FormatError(std::string_view format, const std::string& name,
                                       const std::string& value);

}  // namespace nexus::simulator

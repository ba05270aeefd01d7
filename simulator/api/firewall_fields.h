#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "simulator/api/call.h"

// What the options and the rules of a firewall have in common.

namespace nexus::simulator {

using FirewallFields = std::map<std::string, std::string>;

// The choices of a log level, as the end of a Schema's word.
constexpr char kLogLevels[] = ":enum:emerg|alert|crit|err|warning|notice|info|debug|nolog ";

// With numbers where the API shows numbers.
nlohmann::json ShownFields(const FirewallFields& fields);

// What the call sets, without what only says where and how.
FirewallFields FieldsOf(const Call& call);

// A part of the firewall's file is known by the digest of what it holds.
std::string FirewallDigest(const nlohmann::json& current);
absl::Status CheckFirewallDigest(const Call& call, const nlohmann::json& current);

}  // namespace nexus::simulator

#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

namespace nexus::scheduler::proxmox {

// Proxmox decides per value whether a number is a number or a text, so each is
// read as either. What is absent, null or of another kind reads as the fallback.
std::int64_t IntegerOf(const nlohmann::json& object, const char* key, std::int64_t fallback = 0);
bool FlagOf(const nlohmann::json& object, const char* key, bool fallback = false);
std::string TextOf(const nlohmann::json& object, const char* key);

// A scalar as text; empty for anything else.
std::string ScalarText(const nlohmann::json& value);

}  // namespace nexus::scheduler::proxmox

#include "services/scheduler/proxmox/lenient_json.h"

#include <charconv>
#include <cmath>

namespace nexus::scheduler::proxmox {
namespace {

const nlohmann::json* Find(const nlohmann::json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

}  // namespace

std::string ScalarText(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  if (value.is_number()) return value.dump();
  return {};
}

std::int64_t IntegerOf(const nlohmann::json& object, const char* key, std::int64_t fallback) {
  const nlohmann::json* value = Find(object, key);
  if (value == nullptr) return fallback;
  if (value->is_number_integer()) return value->get<std::int64_t>();
  if (value->is_number_float()) return std::llround(value->get<double>());
  const std::string text = ScalarText(*value);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() ? number : fallback;
}

bool FlagOf(const nlohmann::json& object, const char* key, bool fallback) {
  const nlohmann::json* value = Find(object, key);
  if (value == nullptr) return fallback;
  const std::string text = ScalarText(*value);
  if (text == "true") return true;
  if (text == "false") return false;
  return IntegerOf(object, key, fallback ? 1 : 0) != 0;
}

std::string TextOf(const nlohmann::json& object, const char* key) {
  const nlohmann::json* value = Find(object, key);
  return value == nullptr ? std::string() : ScalarText(*value);
}

}  // namespace nexus::scheduler::proxmox

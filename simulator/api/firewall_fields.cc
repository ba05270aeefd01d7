#include "simulator/api/firewall_fields.h"

#include <algorithm>

#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

constexpr std::string_view kNotOptions[] = {"node", "vmid", "digest", "delete", "pos", "moveto"};
constexpr std::string_view kNumbers[] = {"dhcp", "enable", "ipfilter", "macfilter", "ndp", "radv"};

}  // namespace

std::string FirewallDigest(const nlohmann::json& current) { return DigestOf(current.dump()); }

nlohmann::json ShownFields(const FirewallFields& fields) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, value] : fields) {
    const bool number =
        std::find(std::begin(kNumbers), std::end(kNumbers), name) != std::end(kNumbers);
    json[name] = number ? nlohmann::json(std::stoi(value)) : nlohmann::json(value);
  }
  return json;
}

FirewallFields FieldsOf(const Call& call) {
  FirewallFields fields;
  for (const auto& [name, value] : call.parameters) {
    if (std::find(std::begin(kNotOptions), std::end(kNotOptions), name) == std::end(kNotOptions)) {
      fields[name] = value;
    }
  }
  return fields;
}

absl::Status CheckFirewallDigest(const Call& call, const nlohmann::json& current) {
  if (!call.Has("digest") || call.Text("digest") == FirewallDigest(current)) {
    return absl::OkStatus();
  }
  return Died("detected modified configuration - file changed by other user? Try again.");
}

}  // namespace nexus::simulator

#include "services/instance/domain/address_pools.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "libs/base/status.h"
#include "services/instance/domain/address_range.h"
#include "services/instance/domain/validation.h"

namespace nexus::instance {
namespace {

constexpr int kHighestVlan = 4094;

// What Linux allows as an interface, and no separator of a Proxmox option.
bool IsInterface(const std::string& name) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '.'; };
  return !name.empty() && name.size() <= 15 && std::all_of(name.begin(), name.end(), allowed);
}

absl::Status CheckWiring(const AddressPool& pool) {
  constexpr std::string_view kPrefix = "clusters/";
  if (pool.cluster.rfind(kPrefix, 0) != 0 ||
      !CheckSlug("cluster", pool.cluster.substr(kPrefix.size())).ok()) {
    return FieldInvalid("addressPool.cluster", "a cluster is written clusters/{cluster}");
  }
  if (!IsInterface(pool.bridge)) {
    return FieldInvalid("addressPool.bridge", "a bridge is 1 to 15 letters, digits, dots and _");
  }
  if (pool.vlan < 0 || pool.vlan > kHighestVlan) {
    return FieldInvalid("addressPool.vlan", "a VLAN is 1 to 4094, or 0 for none");
  }
  for (const std::string& server : pool.dns_servers) {
    if (!ParseIpv4(server)) {
      return FieldInvalid("addressPool.dnsServers", "a DNS server is an IPv4 address");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AddressPool> AddressPools::MakePool(const std::string& id, AddressPool pool) {
  NEXUS_RETURN_IF_ERROR(CheckSlug("addressPoolId", id));
  NEXUS_ASSIGN_OR_RETURN(const AddressRange range, AddressRange::Parse(pool.cidr, pool.gateway));
  NEXUS_RETURN_IF_ERROR(CheckWiring(pool));
  pool.name = "addressPools/" + id;
  NEXUS_RETURN_IF_ERROR(store_.AddPool(pool, range.Assignable()));
  return pool;
}

}  // namespace nexus::instance

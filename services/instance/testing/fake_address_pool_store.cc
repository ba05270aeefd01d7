#include "services/instance/testing/fake_address_pool_store.h"

#include "services/instance/domain/address_range.h"
#include "services/instance/domain/errors.h"

namespace nexus::instance {
namespace {

struct Bounds {
  std::uint32_t first;
  std::uint32_t last;
};

Bounds BoundsOf(const AddressPool& pool) {
  const auto slash = pool.cidr.find('/');
  const std::uint32_t first = *ParseIpv4(pool.cidr.substr(0, slash));
  return {first, first | 0xffffffffU >> std::stoi(pool.cidr.substr(slash + 1))};
}

bool Overlap(const AddressPool& a, const AddressPool& b) {
  return BoundsOf(a).first <= BoundsOf(b).last && BoundsOf(b).first <= BoundsOf(a).last;
}

}  // namespace

absl::Status FakeAddressPoolStore::AddPool(AddressPool& pool,
                                           const std::vector<std::string>& addresses) {
  absl::MutexLock lock(&database_.mutex());
  FakeTables& tables = database_.tables();
  if (tables.pools.count(pool.name) == 1) return AddressPoolExists(pool.name);
  for (const auto& [name, other] : tables.pools) {
    if (Overlap(pool, other)) return AddressesShared(pool.name, pool.cidr);
  }
  pool.create_time = database_.Now();
  pool.total = static_cast<std::int64_t>(addresses.size());
  tables.pools[pool.name] = pool;
  for (const std::string& address : addresses) {
    tables.addresses[*ParseIpv4(address)] = {.pool = pool.name, .instance_id = {}};
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<AddressPool>> FakeAddressPoolStore::ListPools(const std::string& after,
                                                                         int limit) {
  absl::MutexLock lock(&database_.mutex());
  const FakeTables& tables = database_.tables();
  std::vector<AddressPool> listed;
  for (auto pool = tables.pools.upper_bound(after);
       pool != tables.pools.end() && static_cast<int>(listed.size()) < limit; ++pool) {
    listed.push_back(pool->second);
    for (const auto& [address, row] : tables.addresses) {
      listed.back().used += row.pool == pool->first && !row.instance_id.empty();
    }
  }
  return listed;
}

}  // namespace nexus::instance

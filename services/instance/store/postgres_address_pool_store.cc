#include "services/instance/store/postgres_address_pool_store.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "services/instance/domain/errors.h"
#include "services/instance/store/instance_rows.h"

namespace nexus::instance {
namespace {

constexpr char kAddPool[] = R"sql(
  INSERT INTO address_pools (id, cluster, cidr, gateway, dns_servers, bridge, vlan)
  VALUES ($1, $2, $3, $4, $5::text[], $6, $7)
  ON CONFLICT (id) DO NOTHING
  RETURNING (extract(epoch FROM create_time) * 1000000)::bigint)sql";

constexpr char kAddAddresses[] = R"sql(
  INSERT INTO addresses (address, pool) SELECT unnest($2::text[])::inet, $1)sql";

constexpr char kListPools[] = R"sql(
  SELECT p.id, p.cluster, p.cidr, host(p.gateway), p.dns_servers, p.bridge, p.vlan,
         (extract(epoch FROM p.create_time) * 1000000)::bigint, use.total, use.used
  FROM address_pools p
  CROSS JOIN LATERAL (SELECT count(*) AS total, count(a.instance_id) AS used
                      FROM addresses a WHERE a.pool = p.id) use
  WHERE p.id > $1 ORDER BY p.id LIMIT $2)sql";

constexpr char kExclusionViolation[] = "23P01";

AddressPool PoolFrom(const pqxx::row& row) {
  return {.name = "addressPools/" + row[0].as<std::string>(),
          .cluster = row[1].as<std::string>(),
          .cidr = row[2].as<std::string>(),
          .gateway = row[3].as<std::string>(),
          .dns_servers = db::TextArrayFrom(row[4]),
          .bridge = row[5].as<std::string>(),
          .vlan = row[6].as<int>(),
          .total = row[8].as<std::int64_t>(),
          .used = row[9].as<std::int64_t>(),
          .create_time = db::TimeFrom(row[7])};
}

}  // namespace

absl::Status PostgresAddressPoolStore::AddPool(AddressPool& pool,
                                               const std::vector<std::string>& addresses) {
  return pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    const std::string id = LastSegment(pool.name);
    try {
      const auto rows = tx.Exec(kAddPool, id, pool.cluster, pool.cidr, pool.gateway,
                                db::TextArray(pool.dns_servers), pool.bridge, pool.vlan);
      if (rows.empty()) return AddressPoolExists(pool.name);
      pool.create_time = db::TimeFrom(rows[0][0]);
    } catch (const pqxx::sql_error& error) {
      if (error.sqlstate() != kExclusionViolation) throw;
      return AddressesShared(pool.name, pool.cidr);
    }
    tx.Exec(kAddAddresses, id, db::TextArray(addresses));
    pool.total = static_cast<std::int64_t>(addresses.size());
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<AddressPool>> PostgresAddressPoolStore::ListPools(
    const std::string& after, int limit) {
  std::vector<AddressPool> pools;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    pools.clear();
    for (const auto& row : tx.Exec(kListPools, LastSegment(after), limit)) {
      pools.push_back(PoolFrom(row));
    }
    return absl::OkStatus();
  }));
  return pools;
}

}  // namespace nexus::instance

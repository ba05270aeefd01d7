#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace nexus::instance {

// A range of addresses on one cluster.
struct AddressPool {
  // `addressPools/{address_pool}`.
  std::string name;

  // `clusters/{cluster}`.
  std::string cluster;

  std::string cidr;
  std::string gateway;
  std::vector<std::string> dns_servers;
  std::string bridge;

  // 0 for untagged.
  int vlan = 0;

  std::int64_t total = 0;
  std::int64_t used = 0;
  absl::Time create_time;
};

// Keeps the pools and a row for each of their addresses. Thread-safe.
class AddressPoolStore {
 public:
  virtual ~AddressPoolStore() = default;

  // Adds the pool with its addresses, all or nothing; fills in the create time and the total.
  // ALREADY_EXISTS `ADDRESS_POOL_EXISTS` for the name, and for an overlap with any pool.
  virtual absl::Status AddPool(AddressPool& pool, const std::vector<std::string>& addresses) = 0;

  // At most `limit` after the one named `after`, by name, with their use.
  virtual absl::StatusOr<std::vector<AddressPool>> ListPools(const std::string& after,
                                                             int limit) = 0;
};

}  // namespace nexus::instance

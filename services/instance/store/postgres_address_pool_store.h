#pragma once

#include "libs/db/pool.h"
#include "services/instance/domain/address_pool_store.h"

namespace nexus::instance {

// Keeps address pools in PostgreSQL.
class PostgresAddressPoolStore : public AddressPoolStore {
 public:
  explicit PostgresAddressPoolStore(db::Pool& pool) : pool_(pool) {}

  absl::Status AddPool(AddressPool& pool, const std::vector<std::string>& addresses) override;
  absl::StatusOr<std::vector<AddressPool>> ListPools(const std::string& after, int limit) override;

 private:
  db::Pool& pool_;
};

}  // namespace nexus::instance

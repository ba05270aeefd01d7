#pragma once

#include "services/instance/domain/address_pool_store.h"
#include "services/instance/testing/fake_tables.h"

namespace nexus::instance {

// An AddressPoolStore in memory.
class FakeAddressPoolStore : public AddressPoolStore {
 public:
  explicit FakeAddressPoolStore(FakeDatabase& database) : database_(database) {}

  absl::Status AddPool(AddressPool& pool, const std::vector<std::string>& addresses) override;
  absl::StatusOr<std::vector<AddressPool>> ListPools(const std::string& after, int limit) override;

 private:
  FakeDatabase& database_;
};

}  // namespace nexus::instance

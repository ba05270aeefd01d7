#pragma once

#include "absl/status/statusor.h"

#include "services/instance/domain/address_pool_store.h"

namespace nexus::instance {

// Makes address pools. Thread-safe.
class AddressPools {
 public:
  explicit AddressPools(AddressPoolStore& store) : store_(store) {}

  // INVALID_ARGUMENT `SLUG_INVALID`, `CIDR_INVALID`, `FIELD_INVALID`; ALREADY_EXISTS
  // `ADDRESS_POOL_EXISTS`.
  absl::StatusOr<AddressPool> MakePool(const std::string& id, AddressPool pool);

 private:
  AddressPoolStore& store_;
};

}  // namespace nexus::instance

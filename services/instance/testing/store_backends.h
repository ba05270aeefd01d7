#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "services/instance/domain/address_pool_store.h"
#include "services/instance/domain/catalog_store.h"
#include "services/instance/domain/instance_store.h"

// For tests: the stores of one backend on one empty database, so that one suite
// tells what each store promises, whoever keeps the promise.

namespace nexus::instance {

class Stores {
 public:
  virtual ~Stores() = default;
  virtual InstanceStore& instances() = 0;
  virtual CatalogStore& catalog() = 0;
  virtual AddressPoolStore& pools() = 0;

  // How many events were committed.
  virtual int CountEvents() = 0;
};

std::unique_ptr<Stores> OpenFake();
std::unique_ptr<Stores> OpenPostgres();

struct Backend {
  std::string name;
  std::function<std::unique_ptr<Stores>()> open;
};

inline auto EveryBackend() {
  return ::testing::Values(Backend{"Fake", OpenFake}, Backend{"Postgres", OpenPostgres});
}

inline std::string BackendName(const ::testing::TestParamInfo<Backend>& info) {
  return info.param.name;
}

// A new instance of `projects/p` on `clusters/demo`, of the plan and the image that AddCatalog
// adds.
Instance NewInstance(const std::string& display_name);

// `plans/small` and `images/debian-12`.
void AddCatalog(Stores& stores);

// A pool of `clusters/demo` with these addresses.
void AddPool(Stores& stores, const std::string& id, const std::string& cidr,
             const std::string& gateway);

// Adds it in a transaction of its own.
absl::Status Add(Stores& stores, Instance& instance, absl::Duration wake_in = absl::Hours(1));

}  // namespace nexus::instance

#include "services/instance/testing/store_backends.h"

#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "libs/db/notifier.h"
#include "libs/rpc/runtime.h"
#include "libs/testing/fakes.h"
#include "libs/testing/test_database.h"
#include "services/instance/domain/address_pools.h"
#include "services/instance/domain/catalog.h"
#include "services/instance/testing/fake_address_pool_store.h"
#include "services/instance/testing/fake_catalog_store.h"
#include "services/instance/testing/fake_instance_store.h"
#include "services/instance/testing/postgres_stores.h"

namespace nexus::instance {
namespace {

class FakeStores : public Stores {
 public:
  InstanceStore& instances() override { return instances_; }
  CatalogStore& catalog() override { return catalog_; }
  AddressPoolStore& pools() override { return pools_; }
  int CountEvents() override { return static_cast<int>(database_.tables().events.size()); }

 private:
  testing::FakeClock clock_;
  Doorbell doorbell_;
  FakeDatabase database_{clock_};
  FakeInstanceStore instances_{database_, doorbell_};
  FakeCatalogStore catalog_{database_};
  FakeAddressPoolStore pools_{database_};
};

// In order, also within a millisecond.
IdSource& Ids() {
  static testing::SequentialIds ids;
  return ids;
}

}  // namespace

std::unique_ptr<Stores> OpenFake() { return std::make_unique<FakeStores>(); }
std::unique_ptr<Stores> OpenPostgres() { return std::make_unique<PostgresStores>(); }

Instance NewInstance(const std::string& display_name) {
  Instance instance;
  instance.name = {"projects/p", Ids().NewId()};
  instance.display_name = display_name;
  instance.plan = "plans/small";
  instance.image = "images/debian-12";
  instance.cluster = "clusters/demo";
  instance.size = {1, 1024, 10};
  instance.quote = {"prices/1", {"EUR", 10'000'000}, {"EUR", 6'900}, {"EUR", 4'000'000}};
  instance.ssh_keys = {"ssh-ed25519 AAAA \"quoted\", with a comma"};
  instance.login_user = "debian";
  instance.caller.actor = "users/ada";
  return instance;
}

void AddCatalog(Stores& stores) {
  const auto plan = Catalog(stores.catalog()).OfferPlan("small", {{}, "Small", {1, 1024, 10}, {}});
  const auto image =
      Catalog(stores.catalog()).OfferImage("debian-12", {{}, "Debian 12", "debian", {}});
  NEXUS_CHECK(plan.ok() && image.ok());
}

void AddPool(Stores& stores, const std::string& id, const std::string& cidr,
             const std::string& gateway) {
  AddressPool pool;
  pool.cluster = "clusters/demo";
  pool.cidr = cidr;
  pool.gateway = gateway;
  pool.dns_servers = {"9.9.9.9", "1.1.1.1"};
  pool.bridge = "vmbr0";
  pool.vlan = 7;
  NEXUS_CHECK(AddressPools(stores.pools()).MakePool(id, pool).ok());
}

absl::Status Add(Stores& stores, Instance& instance, absl::Duration wake_in) {
  return stores.instances().InTransaction([&](InstanceTransaction& tx) {
    return tx.Add(instance, /*reserve_within=*/absl::Hours(1), wake_in);
  });
}

}  // namespace nexus::instance

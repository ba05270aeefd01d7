#include "services/instance/domain/catalog_store.h"

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/instance/domain/address_range.h"
#include "services/instance/testing/store_backends.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;

// What every CatalogStore and AddressPoolStore promises.
class CatalogStoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  CatalogStoreTest() : stores_(GetParam().open()), catalog_(stores_->catalog()) {}

  absl::Status AddPlan(const std::string& id, Size size) {
    Plan plan{"plans/" + id, "A plan", size, {}};
    return catalog_.AddPlan(plan);
  }

  // A pool with one address, two after the network's.
  absl::Status AddRange(const std::string& id, const std::string& network, int prefix) {
    AddressPool pool;
    pool.name = "addressPools/" + id;
    pool.cluster = "clusters/demo";
    pool.cidr = network + "/" + std::to_string(prefix);
    pool.gateway = FormatIpv4(*ParseIpv4(network) + 1);
    pool.bridge = "vmbr0";
    return stores_->pools().AddPool(pool, {FormatIpv4(*ParseIpv4(network) + 2)});
  }

  std::unique_ptr<Stores> stores_;
  CatalogStore& catalog_;
};

std::vector<std::string> Names(const auto& listed) {
  std::vector<std::string> names;
  for (const auto& each : *listed) names.push_back(each.name);
  return names;
}

TEST_P(CatalogStoreTest, ReadsWhatWasAdded) {
  ASSERT_THAT(AddPlan("small", {1, 1024, 10}), IsOk());
  Image image{"images/debian-12", "Debian 12", "debian", {}};
  ASSERT_THAT(catalog_.AddImage(image), IsOk());

  EXPECT_EQ(catalog_.GetPlan("plans/small")->size, (Size{1, 1024, 10}));
  EXPECT_EQ(catalog_.GetImage("images/debian-12")->default_user, "debian");
  EXPECT_EQ(catalog_.GetImage("images/debian-12")->create_time, image.create_time);
}

TEST_P(CatalogStoreTest, AddsEachNameOnce) {
  ASSERT_THAT(AddPlan("small", {1, 1024, 10}), IsOk());
  EXPECT_THAT(AddPlan("small", {2, 1024, 10}),
              Fails(absl::StatusCode::kAlreadyExists, "PLAN_EXISTS"));
  Image image{"images/debian-12", "Debian 12", "debian", {}};
  ASSERT_THAT(catalog_.AddImage(image), IsOk());
  EXPECT_THAT(catalog_.AddImage(image), Fails(absl::StatusCode::kAlreadyExists, "IMAGE_EXISTS"));
}

TEST_P(CatalogStoreTest, DoesNotFindWhatIsNotThere) {
  EXPECT_THAT(catalog_.GetPlan("plans/none"), Fails(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND"));
  EXPECT_THAT(catalog_.GetPlan("none"), Fails(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND"));
  EXPECT_THAT(catalog_.GetImage("images/"), Fails(absl::StatusCode::kNotFound, "IMAGE_NOT_FOUND"));
}

TEST_P(CatalogStoreTest, ListsPlansSmallestFirstInPages) {
  ASSERT_THAT(AddPlan("a-large", {4, 4096, 40}), IsOk());
  ASSERT_THAT(AddPlan("c-small", {1, 1024, 10}), IsOk());
  ASSERT_THAT(AddPlan("b-medium", {1, 2048, 10}), IsOk());

  EXPECT_THAT(Names(catalog_.ListPlans("", 2)), ElementsAre("plans/c-small", "plans/b-medium"));
  EXPECT_THAT(Names(catalog_.ListPlans("plans/b-medium", 2)), ElementsAre("plans/a-large"));
}

TEST_P(CatalogStoreTest, ListsImagesByNameInPages) {
  for (const char* id : {"ubuntu", "alma", "debian"}) {
    Image image{std::string("images/") + id, id, "root", {}};
    ASSERT_THAT(catalog_.AddImage(image), IsOk());
  }
  EXPECT_THAT(Names(catalog_.ListImages("", 2)), ElementsAre("images/alma", "images/debian"));
  EXPECT_THAT(Names(catalog_.ListImages("images/debian", 2)), ElementsAre("images/ubuntu"));
}

TEST_P(CatalogStoreTest, RefusesAPoolThatSharesAddressesWithAnother) {
  const auto exists = Fails(absl::StatusCode::kAlreadyExists, "ADDRESS_POOL_EXISTS");
  ASSERT_THAT(AddRange("one", "10.0.0.0", 24), IsOk());
  EXPECT_THAT(AddRange("two", "10.0.0.0", 24), exists);
  EXPECT_THAT(AddRange("two", "10.0.0.128", 25), exists);
  EXPECT_THAT(AddRange("two", "10.0.0.0", 20), exists);
  EXPECT_THAT(AddRange("one", "10.0.1.0", 24), exists);
  EXPECT_THAT(AddRange("two", "10.0.1.0", 24), IsOk());
}

TEST_P(CatalogStoreTest, ListsPoolsWithTheirUse) {
  AddCatalog(*stores_);
  AddPool(*stores_, "demo", "10.0.0.0/29", "10.0.0.1");
  AddPool(*stores_, "spare", "10.0.1.0/30", "10.0.1.1");
  Instance instance = NewInstance("web-1");
  ASSERT_THAT(Add(*stores_, instance), IsOk());

  const auto pools = stores_->pools().ListPools("", 10);
  EXPECT_THAT(Names(pools), ElementsAre("addressPools/demo", "addressPools/spare"));
  EXPECT_EQ(pools->at(0).cidr, "10.0.0.0/29");
  EXPECT_THAT(pools->at(0).dns_servers, ElementsAre("9.9.9.9", "1.1.1.1"));
  EXPECT_EQ(pools->at(0).total, 5);
  EXPECT_EQ(pools->at(0).used, 1);
  EXPECT_EQ(pools->at(1).total, 1);
  EXPECT_THAT(Names(stores_->pools().ListPools("addressPools/demo", 10)),
              ElementsAre("addressPools/spare"));
}

INSTANTIATE_TEST_SUITE_P(Backends, CatalogStoreTest, EveryBackend(), BackendName);

}  // namespace
}  // namespace nexus::instance

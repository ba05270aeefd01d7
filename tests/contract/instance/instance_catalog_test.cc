#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "tests/contract/instance/instance_world.h"

namespace nexus::instance {
namespace {

using testing::Caller;
using testing::Fails;
using testing::HasCode;
using testing::HasReason;
using testing::IsOk;
using ::testing::SizeIs;

using Catalog = v1::CatalogService::Stub;
using Pools = v1::AddressPoolService::Stub;
using Instances = v1::InstanceService::Stub;

class InstanceCatalogTest : public InstanceContractTest {
 protected:
  static v1::CreatePlanRequest Plan(const std::string& id, int vcpus) {
    v1::CreatePlanRequest request;
    request.set_plan_id(id);
    request.mutable_plan()->set_display_name("A plan");
    request.mutable_plan()->set_vcpus(vcpus);
    request.mutable_plan()->set_memory_mib(2048);
    request.mutable_plan()->set_disk_gib(20);
    return request;
  }

  static v1::CreateImageRequest Image(const std::string& id, const std::string& user) {
    v1::CreateImageRequest request;
    request.set_image_id(id);
    request.mutable_image()->set_display_name("An image");
    request.mutable_image()->set_default_user(user);
    return request;
  }

  static v1::CreateAddressPoolRequest Pool(const std::string& id, const std::string& cidr,
                                           const std::string& gateway) {
    v1::CreateAddressPoolRequest request;
    request.set_address_pool_id(id);
    request.mutable_address_pool()->set_cluster("clusters/demo");
    request.mutable_address_pool()->set_cidr(cidr);
    request.mutable_address_pool()->set_gateway(gateway);
    request.mutable_address_pool()->set_bridge("vmbr0");
    return request;
  }

  template <typename Stub, typename Request, typename Response>
  static absl::StatusOr<Response> Administer(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                          const Request&,
                                                                          Response*),
                                             const Request& request) {
    return Call(method, request, Administrator());
  }
};

TEST_F(InstanceCatalogTest, OffersPlans) {
  auto request = Plan("large", 4);
  request.set_request_id("r1");
  const auto made = Administer(&Catalog::CreatePlan, request);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "plans/large");
  EXPECT_EQ(Administer(&Catalog::CreatePlan, request)->SerializeAsString(),
            made->SerializeAsString());
  EXPECT_THAT(Administer(&Catalog::CreatePlan, Plan("large", 4)),
              Fails(absl::StatusCode::kAlreadyExists, "PLAN_EXISTS"));
  EXPECT_THAT(Administer(&Catalog::CreatePlan, Plan("Large", 4)), HasReason("SLUG_INVALID"));
  EXPECT_THAT(Administer(&Catalog::CreatePlan, Plan("huge", 1000)), HasReason("SIZE_INVALID"));
  const auto listed = Call(&Catalog::ListPlans, v1::ListPlansRequest(), Member());
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->plans(0).name(), "plans/small");
}

TEST_F(InstanceCatalogTest, OffersImages) {
  ASSERT_THAT(Administer(&Catalog::CreateImage, Image("alma-9", "almalinux")), IsOk());
  EXPECT_THAT(Administer(&Catalog::CreateImage, Image("alma-9", "almalinux")),
              Fails(absl::StatusCode::kAlreadyExists, "IMAGE_EXISTS"));
  EXPECT_THAT(Administer(&Catalog::CreateImage, Image("-", "root")), HasReason("SLUG_INVALID"));
  EXPECT_THAT(Administer(&Catalog::CreateImage, Image("x", "a b")), HasReason("FIELD_INVALID"));
  const auto listed = Call(&Catalog::ListImages, v1::ListImagesRequest(), Member());
  EXPECT_EQ(listed->images(0).name(), "images/alma-9");
}

TEST_F(InstanceCatalogTest, MakesAddressPools) {
  const auto made = Administer(&Pools::CreateAddressPool, Pool("two", "10.1.0.0/29", "10.1.0.1"));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->total(), 5);
  EXPECT_THAT(Administer(&Pools::CreateAddressPool, Pool("three", "10.1.0.0/30", "10.1.0.1")),
              Fails(absl::StatusCode::kAlreadyExists, "ADDRESS_POOL_EXISTS"));
  EXPECT_THAT(Administer(&Pools::CreateAddressPool, Pool("four", "10.2.0.0/8", "10.2.0.1")),
              HasReason("CIDR_INVALID"));
  EXPECT_THAT(Administer(&Pools::CreateAddressPool, Pool("A", "10.2.0.0/24", "10.2.0.1")),
              HasReason("SLUG_INVALID"));
  const auto listed = Administer(&Pools::ListAddressPools, v1::ListAddressPoolsRequest());
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->address_pools(0).name(), "addressPools/demo");
  EXPECT_EQ(listed->address_pools(0).total(), 253);
}

TEST_F(InstanceCatalogTest, RefusesWhatNoPriceOrNoClusterIsFor) {
  ASSERT_THAT(Administer(&Catalog::CreatePlan, Plan("unpriced", 1)), IsOk());
  ASSERT_THAT(Administer(&Catalog::CreateImage, Image("nowhere", "root")), IsOk());
  auto unpriced = Wanting("web-1");
  unpriced.mutable_instance()->set_plan("plans/unpriced");
  EXPECT_THAT(Create(unpriced), Fails(absl::StatusCode::kFailedPrecondition, "NO_PRICE"));
  auto nowhere = Wanting("web-1");
  nowhere.mutable_instance()->set_image("images/nowhere");
  EXPECT_THAT(Create(nowhere), Fails(absl::StatusCode::kFailedPrecondition, "NO_CLUSTER_FITS"));
}

TEST_F(InstanceCatalogTest, ListsInstancesInPagesThatCoverEachOnce) {
  for (int i = 0; i < 5; ++i) ASSERT_THAT(Create("web-" + std::to_string(i)), IsOk());
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = List(2, token);
    ASSERT_THAT(page, IsOk());
    for (const auto& instance : page->instances()) names.push_back(instance.name());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_THAT(names, SizeIs(5));
  EXPECT_TRUE(std::is_sorted(names.rbegin(), names.rend()));
  EXPECT_THAT(List(2, "bogus"), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_F(InstanceCatalogTest, LetsOnlyThoseInWhoMay) {
  v1::GetInstanceRequest request;
  request.set_name(Create("web-1")->instance().name());
  const auto get = [&](const std::optional<Caller>& caller) {
    return Call(&Instances::GetInstance, request, caller);
  };
  Caller powerless = Member();
  powerless.permissions.clear();
  Caller stranger = Member();
  stranger.member = false;
  EXPECT_THAT(get(Member()), IsOk());
  EXPECT_THAT(get(std::nullopt), HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(get(powerless), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(get(stranger), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Call(&Catalog::CreatePlan, Plan("mine", 1), Member()),
              HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Get(project_ + "/instances/none"),
              Fails(absl::StatusCode::kNotFound, "INSTANCE_NOT_FOUND"));
  EXPECT_THAT(Delete(project_ + "/instances/" + NewId()), HasReason("INSTANCE_NOT_FOUND"));
}

}  // namespace
}  // namespace nexus::instance

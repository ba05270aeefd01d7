#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/scheduler/scheduler_world.h"

namespace nexus::scheduler {
namespace {

using testing::Fails;
using testing::HasCode;
using testing::IsOk;
using ::testing::SizeIs;

class SchedulerClustersTest : public SchedulerContractTest {
 protected:
  static absl::StatusOr<v1::Cluster> Create(const v1::CreateClusterRequest& request,
                                            const std::optional<testing::Caller>& caller) {
    return Call(world_->clusters(), &v1::ClusterService::Stub::CreateCluster, request, caller);
  }
  static absl::StatusOr<v1::Cluster> Create(const v1::CreateClusterRequest& request) {
    return Create(request, Administrator());
  }

  static absl::StatusOr<v1::ChooseClusterResponse> Choose(const std::string& image,
                                                          std::int64_t memory_mib) {
    v1::ChooseClusterRequest request;
    request.set_image(image);
    request.set_vcpus(1);
    request.set_memory_mib(memory_mib);
    request.set_disk_gib(10);
    return Call(world_->instance(), &v1::SchedulerService::Stub::ChooseCluster, request);
  }
};

TEST_F(SchedulerClustersTest, AreListedWithoutTheirSecrets) {
  const auto listed = Call(world_->clusters(), &v1::ClusterService::Stub::ListClusters,
                           v1::ListClustersRequest(), Administrator());
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->clusters(), SizeIs(1));
  EXPECT_EQ(listed->clusters(0).name(), "clusters/demo");
  EXPECT_EQ(listed->clusters(0).token_id(), testing::SimulatorProcess::TokenId());
  EXPECT_EQ(listed->clusters(0).token_secret(), "");
  EXPECT_EQ(listed->next_page_token(), "");
}

TEST_F(SchedulerClustersTest, ArePutInByAdministratorsOnly) {
  const auto request = world_->ClusterRequest("other");
  EXPECT_THAT(Create(request, std::nullopt), HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(Create(request, Member()), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(SchedulerClustersTest, AreNotPutInTwice) {
  EXPECT_THAT(Create(world_->ClusterRequest("demo")),
              Fails(absl::StatusCode::kAlreadyExists, "CLUSTER_EXISTS"));
}

TEST_F(SchedulerClustersTest, AreRefusedWhenTheyAreWrittenWrong) {
  auto slug = world_->ClusterRequest("Demo!");
  EXPECT_THAT(Create(slug), Fails(absl::StatusCode::kInvalidArgument, "SLUG_INVALID"));
  auto endpoint = world_->ClusterRequest("other");
  endpoint.mutable_cluster()->set_endpoints(0, "http://10.0.0.1:8006");
  EXPECT_THAT(Create(endpoint), Fails(absl::StatusCode::kInvalidArgument, "ENDPOINT_INVALID"));
  auto range = world_->ClusterRequest("other");
  range.mutable_cluster()->set_first_vmid(99);
  EXPECT_THAT(Create(range), Fails(absl::StatusCode::kInvalidArgument, "VMID_RANGE_INVALID"));
}

TEST_F(SchedulerClustersTest, AreRefusedWhenTheirCertificateIsNotPinned) {
  auto request = world_->ClusterRequest("other");
  std::string fingerprint = request.cluster().fingerprints(0);
  fingerprint[0] = fingerprint[0] == 'A' ? 'B' : 'A';
  request.mutable_cluster()->set_fingerprints(0, fingerprint);
  EXPECT_THAT(Create(request), Fails(absl::StatusCode::kFailedPrecondition, "CLUSTER_UNREACHABLE"));
}

TEST_F(SchedulerClustersTest, AreRefusedWhenTheyRefuseTheToken) {
  auto request = world_->ClusterRequest("other");
  request.mutable_cluster()->set_token_secret("00000000-0000-0000-0000-000000000000");
  EXPECT_THAT(Create(request), Fails(absl::StatusCode::kFailedPrecondition, "CLUSTER_UNREACHABLE"));
}

TEST_F(SchedulerClustersTest, AreChosenForAnImageTheyHaveAndAMachineTheyHaveRoomFor) {
  ASSERT_TRUE(testing::Eventually([] { return Choose("images/debian-12", 512).ok(); }));
  EXPECT_EQ(Choose("images/debian-12", 512)->cluster(), "clusters/demo");
  EXPECT_THAT(Choose("images/plan9", 512),
              Fails(absl::StatusCode::kFailedPrecondition, "NO_CLUSTER_FITS"));
  EXPECT_THAT(Choose("images/debian-12", 1 << 20),
              Fails(absl::StatusCode::kFailedPrecondition, "NO_CLUSTER_FITS"));
}

TEST_F(SchedulerClustersTest, KeepTheirTokenSealed) {
  EXPECT_THAT(world_->pool().InTransaction([](db::Transaction& tx) {
    const auto found =
        tx.Exec("SELECT 1 FROM clusters WHERE position($1::text::bytea in sealed_token) > 0",
                testing::SimulatorProcess::TokenSecret());
    EXPECT_TRUE(found.empty());
    return absl::OkStatus();
  }),
              IsOk());
}

}  // namespace
}  // namespace nexus::scheduler

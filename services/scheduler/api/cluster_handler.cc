#include "services/scheduler/api/cluster_handler.h"

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "libs/db/unit_of_work.h"
#include "libs/rpc/page_token.h"
#include "libs/rpc/repeats.h"
#include "services/scheduler/domain/cluster.h"

namespace nexus::scheduler {
namespace {

Cluster ParseCluster(const v1::CreateClusterRequest& request) {
  const v1::Cluster& proto = request.cluster();
  Cluster cluster;
  cluster.id = request.cluster_id();
  cluster.endpoints.assign(proto.endpoints().begin(), proto.endpoints().end());
  cluster.fingerprints.assign(proto.fingerprints().begin(), proto.fingerprints().end());
  cluster.token_id = proto.token_id();
  cluster.token_secret = proto.token_secret();
  cluster.first_vmid = proto.first_vmid();
  cluster.last_vmid = proto.last_vmid();
  cluster.storage = proto.storage();
  return cluster;
}

v1::Cluster ToProto(const Cluster& cluster) {
  v1::Cluster proto;
  proto.set_name(ClusterName(cluster.id));
  for (const std::string& endpoint : cluster.endpoints) proto.add_endpoints(endpoint);
  for (const std::string& fingerprint : cluster.fingerprints) proto.add_fingerprints(fingerprint);
  proto.set_token_id(cluster.token_id);
  proto.set_first_vmid(cluster.first_vmid);
  proto.set_last_vmid(cluster.last_vmid);
  proto.set_storage(cluster.storage);
  const std::int64_t micros = absl::ToUnixMicros(cluster.create_time);
  proto.mutable_create_time()->set_seconds(micros / 1'000'000);
  proto.mutable_create_time()->set_nanos(static_cast<int>(micros % 1'000'000) * 1000);
  return proto;
}

}  // namespace

ClusterHandler::ClusterHandler(rpc::Serve& serve, SchedulerStore& store, db::Pool& pool,
                               events::EventLog& event_log, Workers& workers)
    : serve_(serve), store_(store), pool_(pool), event_log_(event_log), workers_(workers) {}

grpc::ServerUnaryReactor* ClusterHandler::ListClusters(grpc::CallbackServerContext* context,
                                                       const v1::ListClustersRequest* request,
                                                       v1::ListClustersResponse* response) {
  return serve_.Unary<v1::ClusterService>(
      *context, "ListClusters", *request, *response,
      [this](const auto& call) { return List(call.request, call.response); });
}

absl::Status ClusterHandler::List(const v1::ListClustersRequest& request,
                                  v1::ListClustersResponse& response) {
  NEXUS_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
  NEXUS_ASSIGN_OR_RETURN(const std::string last, rpc::LastKeyOf(request));
  NEXUS_ASSIGN_OR_RETURN(const auto clusters, store_.ListClusters(last, page_size + 1));
  for (const Cluster& cluster : clusters) {
    if (response.clusters_size() == page_size) {
      response.set_next_page_token(rpc::MakePageToken(request, clusters[page_size - 1].id));
      break;
    }
    *response.add_clusters() = ToProto(cluster);
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ClusterHandler::CreateCluster(grpc::CallbackServerContext* context,
                                                        const v1::CreateClusterRequest* request,
                                                        v1::Cluster* response) {
  return serve_.Steps<v1::ClusterService>(
      *context, "CreateCluster", *request, *response,
      [this](const auto& call) { return Create(call.request, call.response); });
}

// The cluster is asked before the transaction: nothing waits for it with a
// connection in its hand.
absl::Status ClusterHandler::Create(const v1::CreateClusterRequest& request,
                                    v1::Cluster& response) {
  Cluster cluster = ParseCluster(request);
  NEXUS_RETURN_IF_ERROR(Normalize(cluster));
  MutableCurrentCall().resource = ClusterName(cluster.id);
  NEXUS_ASSIGN_OR_RETURN(const bool is_repeat, IsAnsweredRepeat());
  if (!is_repeat) NEXUS_RETURN_IF_ERROR(workers_.Probe(cluster));
  const absl::Status stored =
      db::RunUnitOfWork(pool_, [&](db::Transaction& tx) { return Store(tx, cluster, response); });
  if (stored.ok()) workers_.LookForClusters();
  return stored;
}

// A repeat is answered as before, whether or not the cluster is there today.
absl::StatusOr<bool> ClusterHandler::IsAnsweredRepeat() {
  bool answered = false;
  const absl::Status looked = pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(const auto earlier, rpc::BeginRequest(tx));
    answered = earlier.has_value();
    if (!answered) rpc::ForgetRequest(tx);
    return absl::OkStatus();
  });
  if (!looked.ok()) return looked;
  return answered;
}

absl::Status ClusterHandler::Store(db::Transaction& tx, const Cluster& cluster,
                                   v1::Cluster& response) {
  NEXUS_ASSIGN_OR_RETURN(const auto earlier, rpc::BeginRequest(tx));
  if (earlier) {
    NEXUS_CHECK(response.ParseFromString(*earlier));
    return absl::OkStatus();
  }
  NEXUS_ASSIGN_OR_RETURN(const Cluster added, store_.AddCluster(cluster));
  response = ToProto(added);
  rpc::CompleteRequest(tx, response.SerializeAsString());
  event_log_.RecordCall(tx, "ok");
  return absl::OkStatus();
}

}  // namespace nexus::scheduler

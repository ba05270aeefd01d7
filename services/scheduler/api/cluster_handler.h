#pragma once

#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "libs/rpc/serve.h"
#include "nexus/scheduler/v1/cluster_service.grpc.pb.h"
#include "services/scheduler/domain/scheduler_store.h"
#include "services/scheduler/work/workers.h"

namespace nexus::scheduler {

class ClusterHandler : public v1::ClusterService::CallbackService {
 public:
  ClusterHandler(rpc::Serve& serve, SchedulerStore& store, db::Pool& pool,
                 events::EventLog& event_log, Workers& workers);

  grpc::ServerUnaryReactor* ListClusters(grpc::CallbackServerContext* context,
                                         const v1::ListClustersRequest* request,
                                         v1::ListClustersResponse* response) override;
  grpc::ServerUnaryReactor* CreateCluster(grpc::CallbackServerContext* context,
                                          const v1::CreateClusterRequest* request,
                                          v1::Cluster* response) override;

 private:
  absl::Status List(const v1::ListClustersRequest& request, v1::ListClustersResponse& response);
  absl::Status Create(const v1::CreateClusterRequest& request, v1::Cluster& response);
  absl::StatusOr<bool> IsAnsweredRepeat();
  absl::Status Store(db::Transaction& tx, const Cluster& cluster, v1::Cluster& response);

  rpc::Serve& serve_;
  SchedulerStore& store_;
  db::Pool& pool_;
  events::EventLog& event_log_;
  Workers& workers_;
};

}  // namespace nexus::scheduler

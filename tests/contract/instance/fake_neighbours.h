#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include <grpcpp/grpcpp.h>

#include "nexus/billing/v1/billing_service.grpc.pb.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "nexus/scheduler/v1/scheduler_service.grpc.pb.h"
#include "tests/contract/fake_event_source.h"

namespace nexus::instance {

// Billing as instance sees it, over gRPC: one purse a project, ids are idempotent, a
// released id is closed. Thread-safe.
class FakeBillingService : public billing::v1::BillingService::Service {
 public:
  grpc::Status QuotePrice(grpc::ServerContext* context,
                          const billing::v1::QuotePriceRequest* request,
                          billing::v1::Quote* response) override;
  grpc::Status ReserveFunds(grpc::ServerContext* context,
                            const billing::v1::ReserveFundsRequest* request,
                            billing::v1::Reservation* response) override;
  grpc::Status ReleaseFunds(grpc::ServerContext* context,
                            const billing::v1::ReleaseFundsRequest* request,
                            billing::v1::Reservation* response) override;

  // A project has money unless it is poor.
  void MakePoor(const std::string& project);

  // Reservations are not answered while it is away.
  void SetAway(bool away);

  // How many ids hold money for the project, and whether this one is closed.
  int CountHolds(const std::string& project);
  bool IsClosed(const std::string& id);

 private:
  struct Hold {
    std::string project;
    bool closed = false;
  };

  absl::Mutex mutex_;
  std::map<std::string, Hold> holds_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> poor_ ABSL_GUARDED_BY(mutex_);
  bool away_ ABSL_GUARDED_BY(mutex_) = false;
};

// The scheduler as instance sees it, over gRPC: takes tasks, and ends them when a test says so.
// Thread-safe.
class FakeSchedulerService : public scheduler::v1::SchedulerService::Service {
 public:
  grpc::Status ChooseCluster(grpc::ServerContext* context,
                             const scheduler::v1::ChooseClusterRequest* request,
                             scheduler::v1::ChooseClusterResponse* response) override;
  grpc::Status EnqueueTask(grpc::ServerContext* context,
                           const scheduler::v1::EnqueueTaskRequest* request,
                           type::v1::Task* response) override;
  grpc::Status CancelTask(grpc::ServerContext* context,
                          const scheduler::v1::CancelTaskRequest* request,
                          type::v1::Task* response) override;

  // Tasks on this instance, in the order they came; one per id.
  std::vector<scheduler::v1::EnqueueTaskRequest> TasksOn(const std::string& instance);
  bool IsCancelled(const std::string& id);

  // An image that no cluster has.
  static constexpr char kNowhere[] = "images/nowhere";

 private:
  absl::Mutex mutex_;
  std::vector<scheduler::v1::EnqueueTaskRequest> tasks_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> cancelled_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexus::instance

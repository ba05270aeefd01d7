#include "tests/contract/instance/fake_neighbours.h"

#include <algorithm>

#include "libs/base/status.h"
#include "libs/rpc/status.h"
#include "nexus/billing/v1/error_reason.pb.h"
#include "nexus/scheduler/v1/error_reason.pb.h"

namespace nexus::instance {
namespace {

template <typename Range, typename Value>
bool Contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

void SetEuros(std::int64_t micros, type::v1::Money& money) {
  money.set_currency_code("EUR");
  money.set_micros(micros);
}

}  // namespace

grpc::Status FakeBillingService::QuotePrice(grpc::ServerContext*,
                                            const billing::v1::QuotePriceRequest* request,
                                            billing::v1::Quote* response) {
  if (request->plan() == "plans/unpriced") {
    return rpc::ToGrpcStatus(Error(absl::StatusCode::kFailedPrecondition, billing::v1::NO_PRICE,
                                   "The plan has no price.", {{"plan", request->plan()}}));
  }
  response->set_price("prices/1");
  SetEuros(10'000'000, *response->mutable_setup_fee());
  SetEuros(6'900, *response->mutable_hour());
  SetEuros(4'000'000, *response->mutable_month());
  return grpc::Status::OK;
}

grpc::Status FakeBillingService::ReserveFunds(grpc::ServerContext*,
                                              const billing::v1::ReserveFundsRequest* request,
                                              billing::v1::Reservation*) {
  absl::MutexLock lock(&mutex_);
  if (away_) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away");
  if (holds_.count(request->id()) == 1 && holds_[request->id()].closed) {
    return rpc::ToGrpcStatus(
        Error(absl::StatusCode::kAborted, billing::v1::CLOSED, "The reservation has ended."));
  }
  if (Contains(poor_, request->project())) {
    return rpc::ToGrpcStatus(Error(absl::StatusCode::kFailedPrecondition,
                                   billing::v1::INSUFFICIENT_FUNDS, "Too little is available."));
  }
  holds_[request->id()] = {.project = request->project()};
  return grpc::Status::OK;
}

grpc::Status FakeBillingService::ReleaseFunds(grpc::ServerContext*,
                                              const billing::v1::ReleaseFundsRequest* request,
                                              billing::v1::Reservation*) {
  absl::MutexLock lock(&mutex_);
  holds_[request->id()] = {.project = request->project(), .closed = true};
  return grpc::Status::OK;
}

void FakeBillingService::MakePoor(const std::string& project) {
  absl::MutexLock lock(&mutex_);
  poor_.push_back(project);
}

void FakeBillingService::SetAway(bool away) {
  absl::MutexLock lock(&mutex_);
  away_ = away;
}

int FakeBillingService::CountHolds(const std::string& project) {
  absl::MutexLock lock(&mutex_);
  return static_cast<int>(std::count_if(holds_.begin(), holds_.end(), [&](const auto& entry) {
    return entry.second.project == project && !entry.second.closed;
  }));
}

bool FakeBillingService::IsClosed(const std::string& id) {
  absl::MutexLock lock(&mutex_);
  return holds_.count(id) == 1 && holds_[id].closed;
}

grpc::Status FakeSchedulerService::ChooseCluster(grpc::ServerContext*,
                                                 const scheduler::v1::ChooseClusterRequest* request,
                                                 scheduler::v1::ChooseClusterResponse* response) {
  if (request->image() == kNowhere) {
    return rpc::ToGrpcStatus(Error(absl::StatusCode::kFailedPrecondition,
                                   scheduler::v1::NO_CLUSTER_FITS, "No cluster has the template.",
                                   {{"image", request->image()}}));
  }
  response->set_cluster("clusters/demo");
  return grpc::Status::OK;
}

grpc::Status FakeSchedulerService::EnqueueTask(grpc::ServerContext*,
                                               const scheduler::v1::EnqueueTaskRequest* request,
                                               type::v1::Task*) {
  absl::MutexLock lock(&mutex_);
  if (Contains(cancelled_, request->id())) {
    return rpc::ToGrpcStatus(
        Error(absl::StatusCode::kAborted, scheduler::v1::CLOSED, "The task has ended."));
  }
  const bool known = std::any_of(tasks_.begin(), tasks_.end(),
                                 [&](const auto& task) { return task.id() == request->id(); });
  if (!known) tasks_.push_back(*request);
  return grpc::Status::OK;
}

grpc::Status FakeSchedulerService::CancelTask(grpc::ServerContext*,
                                              const scheduler::v1::CancelTaskRequest* request,
                                              type::v1::Task* response) {
  absl::MutexLock lock(&mutex_);
  cancelled_.push_back(request->id());
  response->set_state(type::v1::Task::CANCELLED);
  return grpc::Status::OK;
}

std::vector<scheduler::v1::EnqueueTaskRequest> FakeSchedulerService::TasksOn(
    const std::string& instance) {
  absl::MutexLock lock(&mutex_);
  std::vector<scheduler::v1::EnqueueTaskRequest> found;
  for (const auto& task : tasks_) {
    if (task.instance() == instance) found.push_back(task);
  }
  return found;
}

bool FakeSchedulerService::IsCancelled(const std::string& id) {
  absl::MutexLock lock(&mutex_);
  return Contains(cancelled_, id);
}

}  // namespace nexus::instance

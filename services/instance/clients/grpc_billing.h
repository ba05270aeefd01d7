#pragma once

#include <memory>

#include "nexus/billing/v1/billing_service.grpc.pb.h"
#include "services/instance/domain/billing.h"

namespace nexus::instance {

// Billing, over gRPC.
class GrpcBilling : public Billing {
 public:
  explicit GrpcBilling(const std::shared_ptr<grpc::ChannelInterface>& channel)
      : stub_(billing::v1::BillingService::NewStub(channel)) {}

  absl::StatusOr<Quote> QuotePrice(const std::string& project, const std::string& plan) override;
  absl::Status ReserveFunds(const Instance& instance) override;
  absl::Status ReleaseFunds(const InstanceName& name) override;

 private:
  const std::unique_ptr<billing::v1::BillingService::Stub> stub_;
};

}  // namespace nexus::instance

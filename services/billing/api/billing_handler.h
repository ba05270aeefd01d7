#pragma once

#include "libs/rpc/serve.h"
#include "nexus/billing/v1/billing_service.grpc.pb.h"
#include "services/billing/domain/ledger.h"
#include "services/billing/domain/price_list.h"

namespace nexus::billing {

// BillingService over gRPC. Thread-safe.
class BillingHandler : public v1::BillingService::CallbackService {
 public:
  BillingHandler(rpc::Serve& serve, Ledger& ledger, PriceList& prices)
      : serve_(serve), ledger_(ledger), prices_(prices) {}

  grpc::ServerUnaryReactor* GetBillingAccount(grpc::CallbackServerContext* context,
                                              const v1::GetBillingAccountRequest* request,
                                              v1::BillingAccount* response) override;
  grpc::ServerUnaryReactor* ListTransactions(grpc::CallbackServerContext* context,
                                             const v1::ListTransactionsRequest* request,
                                             v1::ListTransactionsResponse* response) override;
  grpc::ServerUnaryReactor* ListPrices(grpc::CallbackServerContext* context,
                                       const v1::ListPricesRequest* request,
                                       v1::ListPricesResponse* response) override;
  grpc::ServerUnaryReactor* CreatePrice(grpc::CallbackServerContext* context,
                                        const v1::CreatePriceRequest* request,
                                        v1::Price* response) override;
  grpc::ServerUnaryReactor* CreditAccount(grpc::CallbackServerContext* context,
                                          const v1::CreditAccountRequest* request,
                                          v1::Transaction* response) override;
  grpc::ServerUnaryReactor* QuotePrice(grpc::CallbackServerContext* context,
                                       const v1::QuotePriceRequest* request,
                                       v1::Quote* response) override;
  grpc::ServerUnaryReactor* ReserveFunds(grpc::CallbackServerContext* context,
                                         const v1::ReserveFundsRequest* request,
                                         v1::Reservation* response) override;
  grpc::ServerUnaryReactor* ReleaseFunds(grpc::CallbackServerContext* context,
                                         const v1::ReleaseFundsRequest* request,
                                         v1::Reservation* response) override;

 private:
  rpc::Serve& serve_;
  Ledger& ledger_;
  PriceList& prices_;
};

}  // namespace nexus::billing

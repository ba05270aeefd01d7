#include "services/billing/api/billing_handler.h"

#include <string>

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "services/billing/api/parse.h"
#include "services/billing/domain/messages.h"

namespace nexus::billing {

grpc::ServerUnaryReactor* BillingHandler::GetBillingAccount(
    grpc::CallbackServerContext* context, const v1::GetBillingAccountRequest* request,
    v1::BillingAccount* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "GetBillingAccount", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto project, ParseAccountName("name", call.request.name()));
        NEXUS_ASSIGN_OR_RETURN(const auto account, ledger_.GetAccount(project));
        call.response = ToProto(account);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BillingHandler::ListTransactions(
    grpc::CallbackServerContext* context, const v1::ListTransactionsRequest* request,
    v1::ListTransactionsResponse* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "ListTransactions", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto project,
                               ParseAccountName("parent", call.request.parent()));
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const auto before, ParseLastVersion(call.request));
        // One more than asked for tells whether another page follows.
        NEXUS_ASSIGN_OR_RETURN(auto bookings, ledger_.ListBookings(project, before, size + 1));
        if (bookings.size() > static_cast<std::size_t>(size)) {
          bookings.pop_back();
          call.response.set_next_page_token(
              rpc::MakePageToken(call.request, std::to_string(bookings.back().account_version)));
        }
        for (const auto& booking : bookings) {
          *call.response.add_transactions() = ToProto(booking);
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BillingHandler::ListPrices(grpc::CallbackServerContext* context,
                                                     const v1::ListPricesRequest* request,
                                                     v1::ListPricesResponse* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "ListPrices", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const auto after, rpc::LastKeyOf(call.request));
        NEXUS_ASSIGN_OR_RETURN(auto prices, prices_.List(after, size + 1));
        if (prices.size() > static_cast<std::size_t>(size)) {
          prices.pop_back();
          call.response.set_next_page_token(rpc::MakePageToken(call.request, prices.back().plan));
        }
        for (const auto& price : prices) *call.response.add_prices() = ToProto(price);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BillingHandler::CreatePrice(grpc::CallbackServerContext* context,
                                                      const v1::CreatePriceRequest* request,
                                                      v1::Price* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "CreatePrice", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto command, Parse(call.request));
        NEXUS_ASSIGN_OR_RETURN(const auto price, prices_.Create(command));
        call.response = ToProto(price);
        MutableCurrentCall().resource = call.response.name();
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BillingHandler::CreditAccount(grpc::CallbackServerContext* context,
                                                        const v1::CreditAccountRequest* request,
                                                        v1::Transaction* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "CreditAccount", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto command, Parse(call.request));
        NEXUS_ASSIGN_OR_RETURN(const auto booking, ledger_.Credit(command));
        call.response = ToProto(booking);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BillingHandler::QuotePrice(grpc::CallbackServerContext* context,
                                                     const v1::QuotePriceRequest* request,
                                                     v1::Quote* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "QuotePrice", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_RETURN_IF_ERROR(ParseProject("project", call.request.project()).status());
        NEXUS_ASSIGN_OR_RETURN(const auto plan, ParsePlan("plan", call.request.plan()));
        NEXUS_ASSIGN_OR_RETURN(const auto price, prices_.Quote(plan));
        call.response = ToQuote(price);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BillingHandler::ReserveFunds(grpc::CallbackServerContext* context,
                                                       const v1::ReserveFundsRequest* request,
                                                       v1::Reservation* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "ReserveFunds", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto command, Parse(call.request));
        NEXUS_ASSIGN_OR_RETURN(const auto reservation, ledger_.Reserve(command));
        call.response = ToProto(reservation);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BillingHandler::ReleaseFunds(grpc::CallbackServerContext* context,
                                                       const v1::ReleaseFundsRequest* request,
                                                       v1::Reservation* response) {
  return serve_.Unary<v1::BillingService>(
      *context, "ReleaseFunds", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto command, Parse(call.request));
        NEXUS_ASSIGN_OR_RETURN(const auto reservation, ledger_.Release(command));
        call.response = ToProto(reservation);
        return absl::OkStatus();
      });
}

}  // namespace nexus::billing

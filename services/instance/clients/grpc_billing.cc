#include "services/instance/clients/grpc_billing.h"

#include "libs/base/status.h"
#include "libs/rpc/channel.h"
#include "services/instance/clients/no_answer.h"

namespace nexus::instance {
namespace {

using Stub = billing::v1::BillingService::Stub;

constexpr absl::Duration kAtMost = absl::Seconds(2);

Money FromProto(const type::v1::Money& money) { return {money.currency_code(), money.micros()}; }

void SetMoney(const Money& money, type::v1::Money& proto) {
  proto.set_currency_code(money.currency);
  proto.set_micros(money.micros);
}

}  // namespace

absl::StatusOr<Quote> GrpcBilling::QuotePrice(const std::string& project, const std::string& plan) {
  billing::v1::QuotePriceRequest request;
  request.set_project(project);
  request.set_plan(plan);
  const auto quote = rpc::Call(*stub_, &Stub::QuotePrice, request, kAtMost);
  if (!quote.ok()) return NamedIfNoAnswer(quote.status(), "billing");
  return Quote{.price = quote->price(),
               .setup_fee = FromProto(quote->setup_fee()),
               .hour = FromProto(quote->hour()),
               .month = FromProto(quote->month())};
}

absl::Status GrpcBilling::ReserveFunds(const Instance& instance) {
  billing::v1::ReserveFundsRequest request;
  request.set_id(instance.name.id);
  request.set_project(instance.name.project);
  SetMoney(instance.quote.setup_fee, *request.mutable_setup_fee());
  SetMoney(instance.quote.hour, *request.mutable_first_hour());
  request.set_display_name(instance.display_name);
  const auto reserved = rpc::Call(*stub_, &Stub::ReserveFunds, request, kAtMost);
  return NamedIfNoAnswer(reserved.status(), "billing");
}

absl::Status GrpcBilling::ReleaseFunds(const InstanceName& name) {
  billing::v1::ReleaseFundsRequest request;
  request.set_id(name.id);
  request.set_project(name.project);
  const auto released = rpc::Call(*stub_, &Stub::ReleaseFunds, request, kAtMost);
  return NamedIfNoAnswer(released.status(), "billing");
}

}  // namespace nexus::instance

#include "services/billing/api/parse.h"

#include <charconv>

#include <fmt/format.h>

#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "libs/rpc/resource_name.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::billing {
namespace {

absl::Status CheckInstanceId(const std::string& id) {
  if (!IsUuid(id)) return FieldInvalid("id", "must be an instance's id, a UUID");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CreditAccount> Parse(const v1::CreditAccountRequest& request) {
  NEXUS_ASSIGN_OR_RETURN(const auto project, ParseAccountName("name", request.name()));
  return CreditAccount{
      .project = project, .amount = FromProto(request.amount()), .reason = request.reason()};
}

absl::StatusOr<CreatePrice> Parse(const v1::CreatePriceRequest& request) {
  NEXUS_ASSIGN_OR_RETURN(const auto plan, ParsePlan("price.plan", request.price().plan()));
  return CreatePrice{.plan = plan,
                     .setup_fee = FromProto(request.price().setup_fee()),
                     .hour = FromProto(request.price().hour()),
                     .month = FromProto(request.price().month())};
}

absl::StatusOr<ReserveFunds> Parse(const v1::ReserveFundsRequest& request) {
  NEXUS_RETURN_IF_ERROR(CheckInstanceId(request.id()));
  NEXUS_ASSIGN_OR_RETURN(const auto project, ParseProject("project", request.project()));
  return ReserveFunds{.id = request.id(),
                      .project = project,
                      .setup_fee = FromProto(request.setup_fee()),
                      .first_hour = FromProto(request.first_hour()),
                      .display_name = request.display_name()};
}

absl::StatusOr<ReleaseFunds> Parse(const v1::ReleaseFundsRequest& request) {
  NEXUS_RETURN_IF_ERROR(CheckInstanceId(request.id()));
  NEXUS_ASSIGN_OR_RETURN(const auto project, ParseProject("project", request.project()));
  return ReleaseFunds{.id = request.id(), .project = project};
}

absl::StatusOr<std::string> ParseAccountName(const std::string& field, const std::string& name) {
  const auto id = rpc::Segment(name, "projects/*/billingAccount", 0);
  if (!id || !IsUuid(*id)) {
    return FieldInvalid(field, "must be projects/{project}/billingAccount");
  }
  return fmt::format("projects/{}", *id);
}

absl::StatusOr<std::string> ParseProject(const std::string& field, const std::string& name) {
  const auto id = rpc::Segment(name, "projects/*", 0);
  if (!id || !IsUuid(*id)) return FieldInvalid(field, "must be projects/{project}");
  return name;
}

absl::StatusOr<std::string> ParsePlan(const std::string& field, const std::string& name) {
  if (!rpc::Segment(name, "plans/*", 0)) return FieldInvalid(field, "must be plans/{plan}");
  return name;
}

absl::StatusOr<std::optional<std::int64_t>> ParseLastVersion(
    const v1::ListTransactionsRequest& request) {
  NEXUS_ASSIGN_OR_RETURN(const std::string key, rpc::LastKeyOf(request));
  if (key.empty()) return std::optional<std::int64_t>();
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), version);
  if (error != std::errc() || end != key.data() + key.size()) {
    return Error(absl::StatusCode::kInvalidArgument, api::v1::PAGE_TOKEN_INVALID,
                 "the page token is not of this list: begin again without one");
  }
  return std::optional(version);
}

Money FromProto(const type::v1::Money& money) { return {money.currency_code(), money.micros()}; }

}  // namespace nexus::billing

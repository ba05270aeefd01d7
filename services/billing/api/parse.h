#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "nexus/billing/v1/billing_service.pb.h"
#include "services/billing/domain/ledger.h"
#include "services/billing/domain/price_list.h"

namespace nexus::billing {

// Requests as the domain's commands. Only names, ids and shapes are checked
// here: INVALID_ARGUMENT `FIELD_INVALID` with the field.
absl::StatusOr<CreditAccount> Parse(const v1::CreditAccountRequest& request);
absl::StatusOr<CreatePrice> Parse(const v1::CreatePriceRequest& request);
absl::StatusOr<ReserveFunds> Parse(const v1::ReserveFundsRequest& request);
absl::StatusOr<ReleaseFunds> Parse(const v1::ReleaseFundsRequest& request);

// `projects/{project}` of a `projects/{project}/billingAccount` in `field`.
absl::StatusOr<std::string> ParseAccountName(const std::string& field, const std::string& name);

// `projects/{project}` and `plans/{plan}` as they are.
absl::StatusOr<std::string> ParseProject(const std::string& field, const std::string& name);
absl::StatusOr<std::string> ParsePlan(const std::string& field, const std::string& name);

// The account version that a page of transactions ends above; nothing for the
// first page. INVALID_ARGUMENT `PAGE_TOKEN_INVALID`.
absl::StatusOr<std::optional<std::int64_t>> ParseLastVersion(
    const v1::ListTransactionsRequest& request);

Money FromProto(const type::v1::Money& money);

}  // namespace nexus::billing

#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "libs/base/call_context.h"
#include "libs/db/transaction.h"

namespace nexus::rpc {

// The `requests` table: answers to calls that may be repeated, by (principal,
// method, request id), kept for 24 hours. All calls use the current
// CallContext's key, or the one that a saga kept; without a key they do nothing.
//
// Errors: ABORTED `REQUEST_IN_PROGRESS`, INVALID_ARGUMENT `REQUEST_ID_REUSED`.

// Takes the key in `tx`. The stored answer (a serialised response) when there is one.
absl::StatusOr<std::optional<std::string>> BeginRequest(db::Transaction& tx,
                                                        const CallContext& call = CurrentCall());

// Stores the answer, to be given to every repeat.
void CompleteRequest(db::Transaction& tx, const std::string& answer,
                     const CallContext& call = CurrentCall());

// Forgets the key: the call was refused, and errors are never replayed.
void ForgetRequest(db::Transaction& tx, const CallContext& call = CurrentCall());

}  // namespace nexus::rpc

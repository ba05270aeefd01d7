#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace nexus::rpc {

// Page tokens: the last row's sort key, bound to the request it belongs to. A
// token only says where to go on; access is checked on every page.

// 0 means 50, more than 200 means 200; negative is FIELD_INVALID.
absl::StatusOr<int> PageSize(int requested);

// `request` with another page_size is the same list, with any other difference it is not.
std::string MakePageToken(const google::protobuf::Message& request, std::string_view last_key);

// The last key, empty for the first page. INVALID_ARGUMENT `PAGE_TOKEN_INVALID`.
absl::StatusOr<std::string> LastKeyOf(const google::protobuf::Message& request);

}  // namespace nexus::rpc

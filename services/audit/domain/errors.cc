#include "services/audit/domain/errors.h"

#include <fmt/format.h>

#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::audit {

absl::Status EventUnreadable(std::string_view event_id) {
  return Internal(fmt::format("the event {} cannot be read", event_id));
}

absl::Status PageTokenInvalid() {
  return Error(absl::StatusCode::kInvalidArgument, api::v1::PAGE_TOKEN_INVALID,
               "the page token is not of this list: begin again without one");
}

}  // namespace nexus::audit

#include "services/audit/domain/trail.h"

#include <algorithm>

#include "google/protobuf/util/time_util.h"

#include "libs/base/fault.h"
#include "libs/base/status.h"
#include "services/audit/domain/errors.h"

namespace nexus::audit {
namespace {

AuditRecord RecordOf(const events::v1::Event& event, const events::v1::Called& called) {
  using google::protobuf::util::TimeUtil;
  return {
      .id = event.id(),
      .create_time = absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(event.create_time())),
      .actor = event.actor(),
      .token = event.token(),
      .method = event.method(),
      .resource = event.subject(),
      .project = event.project(),
      .outcome = event.outcome(),
      .client_address = event.client_address(),
      .user_agent = event.user_agent(),
      .request_id = event.request_id(),
      .request_json = called.request_json(),
      .count = std::max(1, called.count())};
}

}  // namespace

absl::Status Trail::Take(const events::v1::Event& event) {
  if (event.type() != events::v1::Called::descriptor()->full_name()) return absl::OkStatus();
  events::v1::Called called;
  if (!called.ParseFromString(event.payload())) return EventUnreadable(event.id());
  NEXUS_RETURN_IF_ERROR(store_.Add(RecordOf(event, called)));
  return FaultPoint("audit.before_commit");
}

absl::StatusOr<std::vector<AuditRecord>> Trail::List(const AuditQuery& query) {
  return store_.List(query);
}

}  // namespace nexus::audit

#include "services/audit/api/audit_handler.h"

#include "google/protobuf/util/time_util.h"
#include <fmt/format.h>

#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "services/audit/domain/errors.h"

namespace nexus::audit {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

v1::AuditRecord ToProto(const AuditRecord& record) {
  v1::AuditRecord proto;
  proto.set_name(fmt::format("auditRecords/{}", record.id));
  proto.set_actor(record.actor);
  proto.set_token(record.token);
  proto.set_method(record.method);
  proto.set_resource(record.resource);
  proto.set_project(record.project);
  proto.set_outcome(record.outcome);
  proto.set_client_address(record.client_address);
  proto.set_user_agent(record.user_agent);
  proto.set_request_id(record.request_id);
  proto.set_request_json(record.request_json);
  proto.set_count(record.count);
  *proto.mutable_create_time() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(record.create_time));
  return proto;
}

absl::StatusOr<absl::Time> ParseTime(std::string_view field, const Timestamp& time) {
  if (time.seconds() < TimeUtil::kTimestampMinSeconds ||
      time.seconds() > TimeUtil::kTimestampMaxSeconds) {
    return FieldInvalid(field, "is not a time between the years 1 and 9999");
  }
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(time));
}

absl::StatusOr<AuditQuery> Parse(const v1::AuditFilter& filter) {
  AuditQuery query{.actor = filter.actor(),
                   .method = filter.method(),
                   .resource = filter.resource(),
                   .outcome = filter.outcome()};
  if (filter.has_start_time()) {
    NEXUS_ASSIGN_OR_RETURN(query.start_time, ParseTime("filter.startTime", filter.start_time()));
  }
  if (filter.has_end_time()) {
    NEXUS_ASSIGN_OR_RETURN(query.end_time, ParseTime("filter.endTime", filter.end_time()));
  }
  return query;
}

// What both lists have in common: the filter, the page, the answer.
template <typename Request>
absl::Status Answer(Trail& trail, const std::string& project, const Request& request,
                    v1::ListAuditRecordsResponse& response) {
  NEXUS_ASSIGN_OR_RETURN(AuditQuery query, Parse(request.filter()));
  NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  NEXUS_ASSIGN_OR_RETURN(const std::string last_key, rpc::LastKeyOf(request));
  query.project = project;
  // One more than asked for tells whether another page follows.
  query.limit = size + 1;
  if (!last_key.empty()) {
    query.after = PositionFrom(last_key);
    if (!query.after) return PageTokenInvalid();
  }
  NEXUS_ASSIGN_OR_RETURN(auto records, trail.List(query));
  if (records.size() > static_cast<std::size_t>(size)) {
    records.pop_back();
    const AuditRecord& last = records.back();
    response.set_next_page_token(rpc::MakePageToken(request, ToText({last.create_time, last.id})));
  }
  for (const AuditRecord& record : records) *response.add_audit_records() = ToProto(record);
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* AuditHandler::ListAuditRecords(grpc::CallbackServerContext* context,
                                                         const v1::ListAuditRecordsRequest* request,
                                                         v1::ListAuditRecordsResponse* response) {
  return serve_.Unary<v1::AuditService>(
      *context, "ListAuditRecords", *request, *response, [this](const auto& call) {
        return Answer(trail_, call.request.parent(), call.request, call.response);
      });
}

grpc::ServerUnaryReactor* AuditHandler::ListAllAuditRecords(
    grpc::CallbackServerContext* context, const v1::ListAllAuditRecordsRequest* request,
    v1::ListAuditRecordsResponse* response) {
  return serve_.Unary<v1::AuditService>(
      *context, "ListAllAuditRecords", *request, *response, [this](const auto& call) {
        return Answer(trail_, /*project=*/"", call.request, call.response);
      });
}

}  // namespace nexus::audit

#include "gateway/transcode/error_json.h"

#include "google/protobuf/any.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include <nlohmann/json.hpp>

#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::gateway {
namespace {

using Json = nlohmann::ordered_json;

bool IsQuota(const absl::Status& status) {
  constexpr char kQuotaFailure[] = "type.googleapis.com/google.rpc.QuotaFailure";
  return ReasonOf(status) == "NO_ADDRESS_LEFT" || status.GetPayload(kQuotaFailure).has_value();
}

Json Detail(absl::string_view type_url, const absl::Cord& payload) {
  google::protobuf::Any any;
  any.set_type_url(std::string(type_url));
  any.set_value(std::string(payload));
  std::string json;
  // A detail of a type unknown here is passed on by name only.
  if (!google::protobuf::util::MessageToJsonString(any, &json).ok()) {
    return {{"@type", any.type_url()}};
  }
  return Json::parse(json);
}

}  // namespace

int HttpStatusOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
      return ReasonOf(status) == "REQUEST_ID_REUSED" ? 422 : 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kFailedPrecondition:
      return ReasonOf(status) == "INSUFFICIENT_FUNDS" ? 402 : 409;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return IsQuota(status) ? 409 : 429;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    case absl::StatusCode::kUnimplemented:
      return 501;
    default:
      return 500;
  }
}

std::string ErrorJson(const absl::Status& status) {
  Json error = {{"code", static_cast<int>(status.code())}, {"message", MessageOf(status)}};
  error["details"] = Json::array();
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    error["details"].push_back(Detail(type_url, payload));
  });
  return error.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::Status ForClients(const absl::Status& status) {
  if (status.ok() || !ReasonOf(status).empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return Unavailable("a service does not answer: try again in a moment");
    case absl::StatusCode::kDeadlineExceeded:
      return Error(absl::StatusCode::kDeadlineExceeded, api::v1::DEADLINE_EXCEEDED,
                   "a service took too long: ask again to learn how it ended");
    default:
      return Internal("something went wrong here; the request id finds it in the log");
  }
}

}  // namespace nexus::gateway

#include "libs/base/status.h"

#include <cstdlib>

#include "google/protobuf/descriptor.h"
#include "google/rpc/error_details.pb.h"
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "nexus/api/v1/error_reason.pb.h"

namespace nexus {
namespace {

template <typename Detail>
std::string TypeUrl() {
  return "type.googleapis.com/" + Detail::descriptor()->full_name();
}

template <typename Detail>
std::optional<Detail> DetailOf(const absl::Status& status) {
  const auto payload = status.GetPayload(TypeUrl<Detail>());
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

template <typename Detail>
void SetDetail(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, std::string_view reason, std::string_view domain,
                       std::string_view message, const Metadata& metadata) {
  absl::Status status(code, ToAbsl(message));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(domain));
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  SetDetail(status, info);
  return status;
}

std::string DomainOf(const google::protobuf::EnumDescriptor& reasons) {
  // The package is `nexus.<service>.v1`.
  const std::string& package = reasons.file()->package();
  const auto begin = package.find('.') + 1;
  const std::string service = package.substr(begin, package.rfind('.') - begin);
  return service == "api" ? "nexus" : service + ".nexus";
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  return info ? info->reason() : std::string();
}

Metadata MetadataOf(const absl::Status& status) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  if (!info) return {};
  return {info->metadata().begin(), info->metadata().end()};
}

std::string MessageOf(const absl::Status& status) { return std::string(status.message()); }

absl::Status WithFieldViolation(absl::Status status, std::string_view field,
                                std::string_view description) {
  auto bad = DetailOf<google::rpc::BadRequest>(status).value_or(google::rpc::BadRequest());
  auto* violation = bad.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
  SetDetail(status, bad);
  return status;
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  const std::int64_t seconds = absl::IDivDuration(delay, absl::Seconds(1), &delay);
  retry.mutable_retry_delay()->set_seconds(seconds);
  retry.mutable_retry_delay()->set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(delay)));
  SetDetail(status, retry);
  return status;
}

std::optional<absl::Duration> RetryAfterOf(const absl::Status& status) {
  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  if (!retry) return std::nullopt;
  return absl::Seconds(retry->retry_delay().seconds()) +
         absl::Nanoseconds(retry->retry_delay().nanos());
}

absl::Status Unavailable(std::string_view message) {
  return WithRetryAfter(Error(absl::StatusCode::kUnavailable, api::v1::UNAVAILABLE, message),
                        absl::Seconds(1));
}

absl::Status Internal(std::string_view message) {
  return Error(absl::StatusCode::kInternal, api::v1::INTERNAL, message);
}

absl::Status FieldInvalid(std::string_view field, std::string_view description) {
  return WithFieldViolation(
      Error(absl::StatusCode::kInvalidArgument, api::v1::FIELD_INVALID,
            fmt::format("{}: {}", field, description), {{"field", std::string(field)}}),
      field, description);
}

void CheckFailed(const char* condition, const char* file, int line) {
  spdlog::critical("invariant broken condition={} at={}:{}", condition, file, line);
  spdlog::default_logger()->flush();
  std::abort();
}

}  // namespace nexus

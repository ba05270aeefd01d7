#include "libs/rpc/serve.h"

#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <spdlog/spdlog.h>

#include "libs/base/encoding.h"
#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "libs/db/unit_of_work.h"
#include "libs/rpc/deadline.h"
#include "libs/rpc/metrics.h"
#include "libs/rpc/refusals.h"
#include "libs/rpc/repeats.h"
#include "libs/rpc/resource_name.h"
#include "libs/rpc/status.h"
#include "nexus/api/v1/error_reason.pb.h"
#include "nexus/api/v1/options.pb.h"

namespace nexus::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr char kSpiffePrefix[] = "spiffe://nexus/";
constexpr char kBearer[] = "Bearer ";

std::string MetadataValue(const grpc::CallbackServerContext& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return {};
  return std::string(found->second.data(), found->second.size());
}

// The other end's SPIFFE id without its prefix; empty on the public listener.
std::string PeerOf(const grpc::CallbackServerContext& context) {
  const auto auth = context.auth_context();
  if (auth == nullptr || !auth->IsPeerAuthenticated()) return {};
  for (const auto& identity : auth->GetPeerIdentity()) {
    const std::string text(identity.data(), identity.size());
    if (text.rfind(kSpiffePrefix, 0) == 0) return text.substr(sizeof(kSpiffePrefix) - 1);
  }
  return {};
}

// `ipv4:10.0.0.7:4711` -> `10.0.0.7`.
std::string AddressOf(const std::string& peer) {
  const auto begin = peer.find(':') + 1;
  const auto end = peer.rfind(':');
  return end > begin ? peer.substr(begin, end - begin) : peer;
}

std::string JsonOf(const Message& message) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json);
  return status.ok() ? json : "{}";
}

// The key for repeats, when the request carries an id.
std::optional<RepeatKey> RepeatKeyOf(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return std::nullopt;
  const std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  const std::string id = request.GetReflection()->GetString(request, field);
  if (id.empty()) return std::nullopt;
  copy->GetReflection()->ClearField(copy.get(), field);
  return RepeatKey{.request_id = id, .request_hash = HexEncode(Sha256(copy->SerializeAsString()))};
}

bool TakesRequestId(const MethodDescriptor& method) {
  return method.input_type()->FindFieldByName("request_id") != nullptr;
}

}  // namespace

// One call on its way through Serve.
struct Serve::Attempt {
  grpc::CallbackServerContext& context;
  const MethodDescriptor& method;
  std::shared_ptr<Message> request;
  Message& response;
  ErasedBody body;
  bool one_unit;
  grpc::ServerUnaryReactor* reactor;
  std::chrono::steady_clock::time_point arrival = std::chrono::steady_clock::now();
  Principal principal{};

  bool audited() const { return method.options().GetExtension(api::v1::audited); }
};

const MethodDescriptor& Serve::Method(std::string_view service, std::string_view method) {
  const auto* found = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      fmt::format("{}.{}", service, method));
  NEXUS_CHECK(found != nullptr);
  return *found;
}

grpc::ServerUnaryReactor* Serve::Dispatch(grpc::CallbackServerContext& context,
                                          const MethodDescriptor& method,
                                          std::shared_ptr<Message> request, Message& response,
                                          ErasedBody body, bool one_unit) {
  auto* reactor = context.DefaultReactor();
  auto attempt = std::make_shared<Attempt>(Attempt{.context = context,
                                                   .method = method,
                                                   .request = std::move(request),
                                                   .response = response,
                                                   .body = std::move(body),
                                                   .one_unit = one_unit,
                                                   .reactor = reactor});
  if (!parts_.workers.Offer([this, attempt] { RunAttempt(*attempt); })) {
    parts_.metrics.RecordCall(method.full_name(), "UNAVAILABLE", 0);
    reactor->Finish(ToGrpcStatus(
        WithRetryAfter(Error(absl::StatusCode::kUnavailable, api::v1::OVERLOADED,
                             "the service has more to do than it can: try again in a moment"),
                       absl::Seconds(1))));
  }
  return reactor;
}

void Serve::RunAttempt(Attempt& attempt) {
  CallContext call;
  call.method = attempt.method.full_name();
  call.request_id = MetadataValue(attempt.context, kRequestIdKey);
  if (call.request_id.empty()) call.request_id = HexEncode(RandomBytes(8));
  call.traceparent = MetadataValue(attempt.context, kTraceparentKey);
  ScopedCallContext scope(std::move(call));
  ScopedDeadline deadline(attempt.context.deadline());

  absl::Status status = Identify(attempt);
  if (status.ok()) status = RunBody(attempt);
  if (!status.ok() && attempt.audited()) RecordRefusal(attempt, status);

  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - attempt.arrival).count();
  const std::string code = absl::StatusCodeToString(status.code());
  parts_.metrics.RecordCall(attempt.method.full_name(), code, seconds);
  spdlog::info("call method={} peer={} code={} reason={} ms={:.1f}", attempt.method.full_name(),
               attempt.principal.peer, code, ReasonOf(status), seconds * 1000);
  if (!status.ok() && ReasonOf(status).empty()) {
    // A status without a reason is a neighbour's time-out or our own slip.
    spdlog::warn("an error without a reason method={} status={}", attempt.method.full_name(),
                 status.ToString());
  }
  attempt.reactor->Finish(ToGrpcStatus(status));
}

absl::StatusOr<Principal> Serve::PrincipalOf(const grpc::CallbackServerContext& context,
                                             const std::string& project) {
  Principal principal;
  principal.peer = PeerOf(context);
  auth::v1::SignedAssertion signed_assertion;
  if (principal.peer.empty()) {
    // The public listener: an API token or nobody.
    const std::string header = MetadataValue(context, "authorization");
    if (header.rfind(kBearer, 0) != 0) return principal;
    NEXUS_ASSIGN_OR_RETURN(signed_assertion,
                           parts_.exchange_token(header.substr(sizeof(kBearer) - 1), project));
  } else {
    const std::string bytes = MetadataValue(context, kAssertionKey);
    if (bytes.empty()) return principal;
    if (!signed_assertion.ParseFromString(bytes)) {
      return Error(absl::StatusCode::kUnauthenticated, api::v1::UNAUTHENTICATED,
                   "the assertion cannot be read");
    }
  }
  NEXUS_ASSIGN_OR_RETURN(principal.assertion, parts_.verifier.Verify(signed_assertion));
  principal.has_assertion = true;
  return principal;
}

absl::Status Serve::Identify(Attempt& attempt) {
  CallContext& call = MutableCurrentCall();
  call.resource = ResourceOf(*attempt.request);
  call.project = ProjectOf(call.resource);
  if (attempt.audited()) call.request_json = JsonOf(*Redacted(*attempt.request));
  const bool from_gateway = PeerOf(attempt.context) == "gateway";
  call.client_address = from_gateway ? MetadataValue(attempt.context, kClientAddressKey)
                                     : AddressOf(attempt.context.peer());
  call.user_agent = MetadataValue(attempt.context, from_gateway ? kUserAgentKey : "user-agent");

  NEXUS_ASSIGN_OR_RETURN(attempt.principal, PrincipalOf(attempt.context, call.project));
  call.actor = attempt.principal.actor();
  if (attempt.principal.has_assertion) call.token = attempt.principal.assertion.credential();
  NEXUS_RETURN_IF_ERROR(Authorize(attempt.principal, attempt.method, call.resource));
  NEXUS_RETURN_IF_ERROR(CheckFields(*attempt.request));
  if (attempt.principal.has_assertion) call.repeat = RepeatKeyOf(*attempt.request);
  return absl::OkStatus();
}

absl::Status Serve::RunBody(Attempt& attempt) {
  const bool changes = attempt.audited() || TakesRequestId(attempt.method);
  if (attempt.one_unit && changes) return RunInOneUnit(attempt);
  return attempt.body(attempt.principal);
}

absl::Status Serve::RunInOneUnit(Attempt& attempt) {
  return db::RunUnitOfWork(parts_.pool, [&](db::Transaction& tx) -> absl::Status {
    attempt.response.Clear();
    NEXUS_ASSIGN_OR_RETURN(const auto answered, BeginRequest(tx));
    if (answered) {
      NEXUS_CHECK(attempt.response.ParseFromString(*answered));
      return absl::OkStatus();
    }
    NEXUS_RETURN_IF_ERROR(attempt.body(attempt.principal));
    CompleteRequest(tx, Redacted(attempt.response)->SerializeAsString());
    if (attempt.audited()) parts_.event_log.RecordCall(tx, "ok");
    return absl::OkStatus();
  });
}

void Serve::RecordRefusal(Attempt& attempt, const absl::Status& status) {
  const CallContext& call = CurrentCall();
  const int count = parts_.refusals.Count(call.client_address, call.method, parts_.clock.Now());
  if (count == 0) return;  // Counted; the next record tells of it.
  const std::string reason = ReasonOf(status);
  const absl::Status recorded = parts_.pool.InTransaction([&](db::Transaction& tx) {
    parts_.event_log.RecordCall(tx,
                                reason.empty() ? absl::StatusCodeToString(status.code()) : reason,
                                MessageOf(status), count);
    return absl::OkStatus();
  });
  if (!recorded.ok()) {
    spdlog::warn("a refusal was not recorded method={} reason={} why={}",
                 attempt.method.full_name(), reason, recorded.ToString());
  }
}

absl::StatusOr<Principal> Serve::Admit(const grpc::CallbackServerContext& context,
                                       const MethodDescriptor& method, const Message& request) {
  const std::string resource = ResourceOf(request);
  NEXUS_ASSIGN_OR_RETURN(Principal principal, PrincipalOf(context, ProjectOf(resource)));
  NEXUS_RETURN_IF_ERROR(Authorize(principal, method, resource));
  return principal;
}

}  // namespace nexus::rpc

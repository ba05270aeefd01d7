#include "gateway/front/api.h"

#include <string_view>
#include <utility>
#include <vector>

#include "google/protobuf/arena.h"
#include <spdlog/spdlog.h>

#include "gateway/contract/contract.h"
#include "gateway/front/headers.h"
#include "gateway/session/cookie.h"
#include "gateway/session/csrf.h"
#include "gateway/transcode/error_json.h"
#include "gateway/transcode/message_json.h"
#include "gateway/transcode/request_reader.h"
#include "libs/base/status.h"
#include "libs/rpc/resource_name.h"
#include "nexus/api/v1/error_reason.pb.h"
#include "nexus/api/v1/options.pb.h"
#include "nexus/auth/v1/error_reason.pb.h"

namespace nexus::gateway {
namespace {

namespace asio = boost::asio;
using boost::beast::http::field;
using boost::beast::http::verb;
using google::protobuf::Arena;
using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

Message* NewMessage(const Descriptor& type, Arena& arena) {
  return MessageFactory::generated_factory()->GetPrototype(&type)->New(&arena);
}

bool IsPublic(const MethodDescriptor& method) {
  return method.options().GetExtension(api::v1::permission) == "public";
}

// auth's word that the cookie is worth nothing any more.
bool SessionHasEnded(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnauthenticated &&
         ReasonOf(status) == auth::v1::ErrorReason_Name(auth::v1::SESSION_INVALID);
}

}  // namespace

// One request on its way.
struct Api::Call {
  const http::Request& http_request;
  const CallOrigin& origin;
  const Credential credential;
  Arena arena{};
  Router::Match match{};
  Message* request = nullptr;
  Message* response = nullptr;

  // Whether auth knew the caller.
  bool known = false;

  const MethodDescriptor& method() const { return *match.binding->method; }
};

Api::Api(Router router, Backend& backend, Assertions& assertions, const Clock& clock,
         std::string public_origin)
    : router_(std::move(router)),
      backend_(backend),
      assertions_(assertions),
      clock_(clock),
      public_origin_(std::move(public_origin)) {}

asio::awaitable<Api::Answer> Api::Handle(const http::Request& request, const CallOrigin& origin) {
  Call call{.http_request = request, .origin = origin, .credential = CredentialOf(request)};
  const std::string_view target = request.target();
  const bool head = request.method() == verb::head;
  auto match =
      router_.Find(head ? std::string_view("GET") : std::string_view(request.method_string()),
                   target.substr(0, target.find('?')));
  if (!match.ok()) co_return Answer{ErrorResponse(match.status()), ""};
  call.match = *std::move(match);
  call.request = NewMessage(*call.method().input_type(), call.arena);
  call.response = NewMessage(*call.method().output_type(), call.arena);
  const absl::Status status = co_await Run(call);
  co_return Answer{Show(call, status), call.method().full_name()};
}

asio::awaitable<absl::Status> Api::Run(Call& call) {
  const http::Request& http = call.http_request;
  const bool is_public = IsPublic(call.method());
  if (!is_public && call.credential.kind == Credential::Kind::kNone) {
    co_return Error(absl::StatusCode::kUnauthenticated, api::v1::UNAUTHENTICATED,
                    "log in, or send an API token");
  }
  const absl::Status ours = CheckCsrf(http, call.credential, is_public, public_origin_);
  if (!ours.ok()) co_return ours;
  const std::string_view target = http.target();
  const auto mark = target.find('?');
  const RequestParts parts{
      .query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1),
      .content_type = http[field::content_type],
      .body = http.body(),
      .idempotency_key = http["Idempotency-Key"]};
  const absl::Status read = ReadRequest(call.match, parts, *call.request);
  if (!read.ok()) co_return read;
  if (is_public) {
    co_return co_await backend_.Call(call.method(), call.origin, kNobody, *call.request,
                                     *call.response);
  }
  const absl::Status status = co_await RunAs(call, absl::InfinitePast());
  if (!call.known || status.code() != absl::StatusCode::kUnauthenticated) co_return status;
  // The service heard of a change before we did; nothing was done yet. Ask anew, once.
  co_return co_await RunAs(call, clock_.Now());
}

asio::awaitable<absl::Status> Api::RunAs(Call& call, absl::Time not_before) {
  const std::string project = rpc::ProjectOf(rpc::ResourceOf(*call.request));
  call.known = false;
  const auto identity = co_await assertions_.For(call.credential, project, call.origin, not_before);
  if (!identity.ok()) co_return identity.status();
  call.known = true;
  co_return co_await backend_.Call(call.method(), call.origin, identity->serialized, *call.request,
                                   *call.response);
}

http::Response Api::Show(Call& call, const absl::Status& status) {
  std::optional<std::string> session;
  if (status.ok()) session = TakeSession(*call.response);
  absl::StatusOr<std::string> body =
      status.ok() ? MessageJson(*call.response) : absl::StatusOr<std::string>(status);
  if (!body.ok() && ReasonOf(body.status()).empty()) {
    spdlog::warn("a service failed method={} request_id={} status={}", call.method().full_name(),
                 call.origin.request_id, body.status().ToString());
  }
  http::Response response =
      body.ok() ? JsonResponse(200, *std::move(body)) : ErrorResponse(ForClients(body.status()));
  if (session) {
    response.set(field::set_cookie, SessionCookie(*session));
    if (!session->empty()) response.set(kCsrfHeader, CsrfToken(*session));
  } else if (call.credential.kind == Credential::Kind::kSession) {
    if (SessionHasEnded(status)) response.set(field::set_cookie, SessionCookie(""));
    if (call.known) response.set(kCsrfHeader, CsrfToken(call.credential.secret));
  }
  return response;
}

Router ContractRouter() {
  std::vector<Binding> all;
  for (const auto* service : ServicesIn(*google::protobuf::DescriptorPool::generated_pool())) {
    for (Binding& binding : BindingsOf(*service)) all.push_back(std::move(binding));
  }
  return Router(std::move(all));
}

}  // namespace nexus::gateway

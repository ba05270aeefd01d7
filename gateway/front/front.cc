#include "gateway/front/front.h"

#include <utility>

#include "absl/strings/match.h"
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>

#include "gateway/front/call_origin.h"
#include "gateway/front/headers.h"
#include "gateway/transcode/error_json.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::gateway {
namespace {

namespace asio = boost::asio;
using boost::beast::http::verb;
using SteadyClock = std::chrono::steady_clock;

constexpr char kEvents[] = "/api/v1/events";
constexpr char kOpenApi[] = "/api/v1/openapi.json";

std::string_view PathOf(const http::Request& request) {
  const std::string_view target = request.target();
  return target.substr(0, target.find('?'));
}

bool IsGet(const http::Request& request) {
  return request.method() == verb::get || request.method() == verb::head;
}

bool IsApi(std::string_view path) {
  return path == "/api" || absl::StartsWith(ToAbsl(path), "/api/");
}

absl::Status NoPages() {
  return Error(absl::StatusCode::kNotFound, api::v1::ROUTE_NOT_FOUND,
               "this gateway serves the API only");
}

}  // namespace

Front::Front(Api& api, LiveStreams& streams, const StaticFiles* files, std::string openapi_document,
             TrustedProxies proxies, IdSource& ids, rpc::Metrics& metrics)
    : api_(api),
      streams_(streams),
      files_(files),
      openapi_document_(std::move(openapi_document)),
      proxies_(std::move(proxies)),
      ids_(ids),
      seconds_(prometheus::BuildHistogram()
                   .Name("nexus_http_seconds")
                   .Help("Time a request took, by what was asked for and how it ended.")
                   .Register(metrics.registry())) {}

asio::awaitable<void> Front::Serve(http::Exchange& exchange) {
  const auto began = SteadyClock::now();
  const http::Request& request = exchange.request();
  const CallOrigin origin = CallOriginOf(request, exchange.peer_address(), proxies_, ids_);
  Api::Answer answer;
  if (PathOf(request) == kEvents && request.method() == verb::get) {
    const absl::Status status = co_await Stream(exchange, origin);
    if (status.ok()) co_return;
    answer = {ErrorResponse(ForClients(status)), "events"};
  } else {
    answer = co_await Answer(request, origin);
  }
  AddCommonHeaders(answer.response, origin.request_id);
  Record(request, origin, answer.method, static_cast<int>(answer.response.result_int()),
         SteadyClock::now() - began);
  co_await exchange.Respond(std::move(answer.response));
}

asio::awaitable<Api::Answer> Front::Answer(const http::Request& request, const CallOrigin& origin) {
  const std::string_view path = PathOf(request);
  if (path == kOpenApi && IsGet(request)) {
    co_return Api::Answer{JsonResponse(200, openapi_document_), "openapi"};
  }
  if (IsApi(path)) {
    Api::Answer answer = co_await api_.Handle(request, origin);
    if (answer.method.empty()) answer.method = "none";
    co_return answer;
  }
  if (files_ == nullptr) co_return Api::Answer{ErrorResponse(NoPages()), "none"};
  co_return Api::Answer{files_->Answer(request), "files"};
}

asio::awaitable<absl::Status> Front::Stream(http::Exchange& exchange, const CallOrigin& origin) {
  http::Response head(boost::beast::http::status::ok, 11);
  head.set(boost::beast::http::field::cache_control, "no-store");
  head.set("X-Accel-Buffering", "no");  // Asks a proxy to pass each event on at once.
  AddCommonHeaders(head, origin.request_id);
  const auto began = SteadyClock::now();
  const absl::Status status = co_await streams_.Serve(exchange, origin, std::move(head));
  if (status.ok()) {
    spdlog::info("event stream ended request_id={} client={} seconds={:.0f}", origin.request_id,
                 origin.client_address,
                 std::chrono::duration<double>(SteadyClock::now() - began).count());
  }
  co_return status;
}

void Front::Record(const http::Request& request, const CallOrigin& origin, const std::string& route,
                   int status, SteadyClock::duration took) {
  static const prometheus::Histogram::BucketBoundaries kBuckets = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
  const double seconds = std::chrono::duration<double>(took).count();
  seconds_.Add({{"route", route}, {"status", std::to_string(status)}}, kBuckets).Observe(seconds);
  // Without the query, which may hold what somebody searched for.
  spdlog::info("request verb={} path={} route={} status={} ms={:.1f} request_id={} client={}",
               std::string(request.method_string()), PathOf(request), route, status, seconds * 1000,
               origin.request_id, origin.client_address);
}

}  // namespace nexus::gateway

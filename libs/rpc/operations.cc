#include "libs/rpc/operations.h"

#include <string_view>
#include <utility>

#include "libs/base/status.h"

namespace nexus::rpc {
namespace {

namespace beast_http = boost::beast::http;

http::Response Text(beast_http::status status, std::string body) {
  http::Response response(status, 11);
  response.set(beast_http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
  response.body() = std::move(body);
  return response;
}

http::Response Answer(std::string_view target, Metrics& metrics,
                      const std::function<absl::Status()>& ready) {
  if (target == "/healthz") return Text(beast_http::status::ok, "ok\n");
  if (target == "/metrics") return Text(beast_http::status::ok, metrics.Text());
  if (target == "/readyz") {
    const absl::Status status = ready();
    if (status.ok()) return Text(beast_http::status::ok, "ready\n");
    return Text(beast_http::status::service_unavailable, MessageOf(status) + "\n");
  }
  return Text(beast_http::status::not_found, "only /healthz, /readyz and /metrics are here\n");
}

}  // namespace

Operations::Operations(const std::string& address, Metrics& metrics,
                       std::function<absl::Status()> ready)
    : server_(std::make_unique<http::Server>(
          context_, http::ServerOptions{.address = address},
          [&metrics,
           ready = std::move(ready)](http::Exchange& exchange) -> boost::asio::awaitable<void> {
            co_await exchange.Respond(Answer(exchange.request().target(), metrics, ready));
          })),
      thread_([this] { context_.run(); }) {}

Operations::~Operations() {
  boost::asio::post(context_, [this] { context_.stop(); });
  thread_.join();
}

}  // namespace nexus::rpc

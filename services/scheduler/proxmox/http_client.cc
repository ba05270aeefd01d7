#include "services/scheduler/proxmox/http_client.h"

#include <chrono>
#include <utility>

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <fmt/format.h>

#include "libs/base/encoding.h"
#include "libs/base/status.h"
#include "services/scheduler/domain/failure.h"

namespace nexus::scheduler::proxmox {
namespace {

namespace http = boost::beast::http;

constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

// The server closes what was idle for five seconds, and says nothing.
constexpr auto kReadIdle = std::chrono::seconds(3);

// A call that changes something goes where an answer came from just now.
constexpr auto kMutationIdle = std::chrono::seconds(1);

constexpr std::size_t kMostIdle = 16;

http::verb VerbOf(Verb verb) {
  switch (verb) {
    case Verb::kPost:
      return http::verb::post;
    case Verb::kPut:
      return http::verb::put;
    case Verb::kDelete:
      return http::verb::delete_;
    case Verb::kGet:
      break;
  }
  return http::verb::get;
}

}  // namespace

HttpClient::HttpClient(boost::asio::any_io_executor executor, Access access)
    : executor_(std::move(executor)),
      access_(std::move(access)),
      tls_(boost::asio::ssl::context::tls_client) {
  // Trust is the fingerprint's alone, see Connection::Open.
  tls_.set_verify_mode(boost::asio::ssl::verify_none);
  SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
}

HttpRequest HttpClient::Encode(const Call& call) const {
  const std::string form = EncodeForm(call.form);
  const bool in_body = call.verb == Verb::kPost || call.verb == Verb::kPut;
  std::string target = "/api2/json" + call.path;
  if (!in_body && !form.empty()) target += "?" + form;
  HttpRequest request(VerbOf(call.verb), target, 11);
  const Endpoint& endpoint = access_.endpoints[current_];
  request.set(http::field::host, fmt::format("{}:{}", endpoint.host, endpoint.port));
  request.set(http::field::authorization,
              fmt::format("PVEAPIToken={}={}", access_.token_id, access_.token_secret));
  request.set(http::field::user_agent, "nexus-scheduler");
  if (in_body) {
    request.set(http::field::content_type, "application/x-www-form-urlencoded");
    request.body() = form;
    request.prepare_payload();
  }
  return request;
}

Async<std::unique_ptr<Connection>> HttpClient::Connect() {
  absl::Status last;
  for (std::size_t tried = 0; tried < access_.endpoints.size(); ++tried) {
    auto connection = std::make_unique<Connection>(executor_, tls_);
    last = co_await connection->Open(access_.endpoints[current_], access_.fingerprints,
                                     kConnectTimeout);
    if (last.ok()) co_return connection;
    current_ = (current_ + 1) % access_.endpoints.size();
  }
  co_return HypervisorError(Failure::kNodeDown, MessageOf(last));
}

std::unique_ptr<Connection> HttpClient::TakeIdle(bool mutates) {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->IsReusable(mutates ? kMutationIdle : kReadIdle)) return connection;
  }
  return nullptr;
}

void HttpClient::Keep(std::unique_ptr<Connection> connection) {
  if (idle_.size() < kMostIdle && connection->IsReusable(kReadIdle)) {
    idle_.push_back(std::move(connection));
  }
}

Async<Answer> HttpClient::Send(Call call) {
  auto connection = TakeIdle(call.mutates());
  bool may_repeat = connection != nullptr && !call.mutates();
  while (true) {
    if (connection == nullptr) {
      NEXUS_CO_ASSIGN_OR_RETURN(connection, co_await Connect());
    }
    HttpRequest request = Encode(call);
    auto exchanged = co_await connection->Exchange(std::move(request), call.at_most);
    if (exchanged.status.ok()) {
      const HttpResponse& response = exchanged.response;
      Answer answer{static_cast<int>(response.result_int()), std::string(response.reason()),
                    response.body()};
      Keep(std::move(connection));
      co_return answer;
    }
    connection.reset();
    if (!may_repeat) {
      const Failure failure = call.mutates() ? Failure::kUnknownOutcome : Failure::kNodeDown;
      co_return HypervisorError(failure, MessageOf(exchanged.status));
    }
    may_repeat = false;
  }
}

}  // namespace nexus::scheduler::proxmox

#include "libs/http/connection.h"

#include <exception>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "libs/http/answers.h"

namespace nexus::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using beast::http::field;
using beast::http::status;
using boost::system::error_code;

constexpr std::size_t kReadSize = 8 * 1024;

// A body up to this size travels with its head, in one TLS record.
constexpr std::size_t kSmallBody = 16 * 1024;

// A TLS connection begins with a handshake record; no HTTP method does.
constexpr char kTlsHandshake = 0x16;

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, ConnectionContext context)
    : context_(context), wire_(std::move(socket)) {}

asio::awaitable<void> Connection::Run() {
  const bool secure = co_await Secure();
  if (secure) {
    bool more = true;
    while (more) more = co_await ServeOne();
  }
  if (answer_ == Answer::kWhole || answer_ == Answer::kStream) {
    co_await wire_.Close();
  } else {
    wire_.Abort();
  }
}

void Connection::CancelIfIdle() {
  if (idle_) wire_.Cancel();
}

asio::awaitable<bool> Connection::Secure() {
  if (context_.tls == nullptr) co_return true;
  wire_.ExpireAfter(context_.options.request_timeout);
  const bool began = co_await ReadMore();
  if (!began) co_return false;
  if (*static_cast<const char*>(buffer_.data().data()) != kTlsHandshake) {
    co_await RedirectToTls();
    co_return false;
  }
  const bool done = co_await wire_.Secure(*context_.tls, buffer_.data());
  buffer_.clear();
  co_return done;
}

asio::awaitable<void> Connection::RedirectToTls() {
  if (!context_.options.redirect_plain_http) co_return;
  const Reading reading = co_await ReadRequest();
  if (reading != Reading::kComplete) co_return;
  const std::string location =
      context_.options.redirect_plain_http(request_[field::host], request_.target());
  keep_alive_ = false;
  Response response = TextResponse(status::moved_permanently, "Use https.");
  response.set(field::location, location);
  co_await Respond(std::move(response));
}

asio::awaitable<bool> Connection::ServeOne() {
  const bool began = co_await AwaitFirstByte();
  if (!began) {
    answer_ = Answer::kNone;  // Nobody waits for our goodbye.
    co_return false;
  }
  answer_ = Answer::kNone;
  const Reading reading = co_await ReadRequest();
  if (reading != Reading::kComplete) co_return false;
  ++served_;
  const int most = context_.options.max_requests_per_connection;
  keep_alive_ = request_.keep_alive() && (most == 0 || served_ < most);
  const bool answered = co_await Handle();
  co_return answered&& keep_alive_ && !context_.stopping;
}

asio::awaitable<bool> Connection::AwaitFirstByte() {
  if (buffer_.size() > 0) co_return true;  // Pipelined behind the last one.
  wire_.ExpireAfter(context_.options.idle_timeout);
  idle_ = true;
  const bool began = co_await ReadMore();
  idle_ = false;
  co_return began;
}

asio::awaitable<bool> Connection::ReadMore() {
  const std::size_t size = co_await wire_.ReadSome(buffer_.prepare(kReadSize));
  buffer_.commit(size);
  co_return size > 0;
}

asio::awaitable<Connection::Reading> Connection::ReadRequest() {
  wire_.ExpireAfter(context_.options.request_timeout);
  beast::http::request_parser<beast::http::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(context_.options.max_header_bytes));
  parser.body_limit(context_.options.max_body_bytes);
  bool body_expected = false;
  while (true) {
    error_code error;
    buffer_.consume(parser.put(buffer_.data(), error));
    if (error && error != beast::http::error::need_more) {
      const Complaint complaint = ComplaintOf(error);
      co_await Refuse(complaint.status, complaint.sentence);
      co_return Reading::kRefused;
    }
    if (parser.is_done()) break;
    if (parser.is_header_done() && !body_expected) {
      body_expected = true;
      parser.eager(true);
      if (beast::iequals(parser.get()[field::expect], "100-continue")) {
        const bool sent =
            co_await wire_.Write("HTTP/1.1 100 Continue\r\n\r\n", context_.options.write_timeout);
        if (!sent) co_return Reading::kGone;
        wire_.ExpireAfter(context_.options.request_timeout);
      }
      if (buffer_.size() > 0) continue;
    }
    const bool more = co_await ReadMore();
    if (more) continue;
    if (!wire_.expired()) co_return Reading::kGone;
    co_await Refuse(status::request_timeout, "The request did not come in time.");
    co_return Reading::kRefused;
  }
  request_ = parser.release();
  wire_.NeverExpire();
  if (request_.version() >= 11 && request_.count(field::host) != 1) {
    co_await Refuse(status::bad_request, "A request needs one Host header.");
    co_return Reading::kRefused;
  }
  co_return Reading::kComplete;
}

asio::awaitable<bool> Connection::Handle() {
  std::string failure;
  try {
    co_await context_.handler(*this);
    if (answer_ == Answer::kNone) failure = "it did not answer";
  } catch (const std::exception& exception) {
    failure = exception.what();
  }
  if (!failure.empty()) {
    spdlog::error("request handler failed target={} error={}", std::string(request_.target()),
                  failure);
    Abort();
  }
  if (answer_ == Answer::kStream && request_.version() >= 11) {
    co_await wire_.Write("0\r\n\r\n", context_.options.write_timeout);
  }
  co_return answer_ == Answer::kWhole;
}

asio::awaitable<void> Connection::Respond(Response response) {
  if (HasNoBody(response)) response.body().clear();
  response.prepare_payload();
  const bool with_body = request_.method() != beast::http::verb::head;
  answer_ = Answer::kWhole;
  const bool sent = co_await Send(std::move(response), with_body);
  if (!sent) Abort();
}

asio::awaitable<void> Connection::StartStream(Response head) {
  keep_alive_ = false;
  answer_ = Answer::kStream;
  if (request_.version() >= 11) head.chunked(true);
  buffer_.clear();
  buffer_.shrink_to_fit();  // A stream may stay for hours.
  const bool sent = co_await Send(std::move(head), false);
  if (!sent) Abort();
}

asio::awaitable<bool> Connection::Write(std::string_view piece) {
  if (answer_ != Answer::kStream || request_.method() == beast::http::verb::head) co_return false;
  if (piece.empty()) co_return true;  // An empty chunk would end the body.
  std::string chunk;
  if (request_.version() >= 11) {
    chunk = fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
  } else {
    chunk = piece;
  }
  const bool sent = co_await wire_.Write(chunk, context_.options.write_timeout);
  if (!sent) Abort();
  co_return sent;
}

void Connection::Abort() {
  answer_ = Answer::kAborted;
  wire_.Abort();
}

asio::awaitable<void> Connection::Refuse(status code, std::string_view sentence) {
  keep_alive_ = false;
  answer_ = Answer::kWhole;
  Response response = context_.options.refuse ? context_.options.refuse(code, sentence)
                                              : TextResponse(code, sentence);
  response.prepare_payload();
  const bool sent = co_await Send(std::move(response), true);
  if (!sent) Abort();
}

asio::awaitable<bool> Connection::Send(Response response, bool with_body) {
  const bool close_wanted = !response.keep_alive();
  keep_alive_ = keep_alive_ && !close_wanted && !context_.stopping;
  response.version(request_.version() == 10 ? 10 : 11);
  response.keep_alive(keep_alive_);
  std::string head = HeadOf(response);
  const std::string& body = response.body();
  if (with_body && body.size() <= kSmallBody) head += body;
  const bool sent = co_await wire_.Write(head, context_.options.write_timeout);
  if (!sent || !with_body || body.size() <= kSmallBody) co_return sent;
  const bool rest_sent = co_await wire_.Write(body, context_.options.write_timeout);
  co_return rest_sent;
}

}  // namespace nexus::http

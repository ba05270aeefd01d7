#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace nexus::http {

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Response = boost::beast::http::response<boost::beast::http::string_body>;

// One request and the way to answer it. Lives as long as the handler's
// coroutine; used from the server's io_context only.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual const Request& request() const = 0;

  // The peer's address without its port: `127.0.0.1`.
  virtual const std::string& peer_address() const = 0;

  // Answers the request, once. Sets Content-Length and Connection; nothing else.
  virtual boost::asio::awaitable<void> Respond(Response response) = 0;

  // Answers with a body of unknown length (chunked): the head now, then pieces.
  // Once started, Respond must not be called; the connection closes when the
  // handler returns.
  virtual boost::asio::awaitable<void> StartStream(Response head) = 0;

  // False once the peer is gone. Waits while the peer reads slowly.
  virtual boost::asio::awaitable<bool> Write(std::string_view piece) = 0;

  // Ends the connection without an answer, as a peer that died would.
  virtual void Abort() = 0;
};

using Handler = std::function<boost::asio::awaitable<void>(Exchange&)>;

// How a server listens. Every read is bounded in size and time.
struct ServerOptions {
  // `127.0.0.1:8443`; port 0 lets the system choose.
  std::string address;

  // PEM files. Both empty: plain HTTP.
  std::string certificate_file;
  std::string private_key_file;

  std::size_t max_header_bytes = 16 * 1024;
  std::size_t max_body_bytes = 1024 * 1024;

  // From the first byte of a request to its last.
  std::chrono::milliseconds request_timeout{10'000};

  // Between two requests on one connection.
  std::chrono::milliseconds idle_timeout{60'000};

  // For one write to a peer that does not read.
  std::chrono::milliseconds write_timeout{10'000};

  // After so many requests a connection is closed; 0 for never.
  int max_requests_per_connection = 0;

  // With more connections than this a new one is closed at once.
  int max_connections = 20'000;

  // What a plain-HTTP request on a TLS port is answered with; empty closes it.
  // Gets the Host header and the target, returns the Location of a redirect.
  std::function<std::string(std::string_view host, std::string_view target)> redirect_plain_http;

  // What the server refuses by itself is answered with; by default the sentence as plain text.
  std::function<Response(boost::beast::http::status, std::string_view sentence)> refuse;
};

// An HTTP/1.1 server on an io_context that somebody else runs. Answers 400,
// 408, 413 and 431 by itself; all else is the handler's. A handler that throws
// is a bug: the connection is closed and the error logged.
class Server {
 public:
  // Listens at once. Throws std::system_error when the address is taken or a
  // file cannot be read: called from `main` only.
  Server(boost::asio::io_context& context, ServerOptions options, Handler handler);
  ~Server();

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The port it really listens on.
  std::uint16_t port() const;

  // Accepts nobody new and closes idle connections; those at work end their request first.
  void Stop();

  // Connections open now.
  int connections() const;

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace nexus::http

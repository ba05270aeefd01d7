#pragma once

#include <string>
#include <string_view>

#include <boost/beast/core/flat_buffer.hpp>

#include "libs/http/server.h"
#include "libs/http/wire.h"

namespace nexus::http {

// What a connection needs of its server.
struct ConnectionContext {
  const ServerOptions& options;
  const Handler& handler;

  // Null: plain HTTP.
  boost::asio::ssl::context* tls = nullptr;

  // Set when the server stops: connections then end with their request.
  const bool& stopping;
};

// One client's connection: reads a request, has it answered, reads the next.
class Connection : public Exchange {
 public:
  Connection(boost::asio::ip::tcp::socket socket, ConnectionContext context);

  // Until the connection has ended.
  boost::asio::awaitable<void> Run();

  void CancelIfExpired(Wire::Clock::time_point now) { wire_.CancelIfExpired(now); }

  // Ends the connection if it is between two requests.
  void CancelIfIdle();

  const Request& request() const override { return request_; }
  const std::string& peer_address() const override { return wire_.peer_address(); }
  boost::asio::awaitable<void> Respond(Response response) override;
  boost::asio::awaitable<void> StartStream(Response head) override;
  boost::asio::awaitable<bool> Write(std::string_view piece) override;
  void Abort() override;

 private:
  enum class Reading { kComplete, kGone, kRefused };
  enum class Answer { kNone, kWhole, kStream, kAborted };

  // False when the connection is no TLS connection and must not be used as one.
  boost::asio::awaitable<bool> Secure();
  boost::asio::awaitable<void> RedirectToTls();

  // Serves one request; false when it was the last.
  boost::asio::awaitable<bool> ServeOne();
  boost::asio::awaitable<bool> AwaitFirstByte();
  boost::asio::awaitable<Reading> ReadRequest();
  boost::asio::awaitable<bool> ReadMore();
  boost::asio::awaitable<bool> Handle();

  boost::asio::awaitable<void> Refuse(boost::beast::http::status status, std::string_view sentence);
  boost::asio::awaitable<bool> Send(Response response, bool with_body);

  ConnectionContext context_;
  Wire wire_;
  boost::beast::flat_buffer buffer_;
  Request request_;
  Answer answer_ = Answer::kNone;
  int served_ = 0;
  bool idle_ = false;
  bool keep_alive_ = true;
};

}  // namespace nexus::http

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "services/scheduler/domain/coroutine.h"
#include "services/scheduler/domain/endpoint.h"

namespace nexus::scheduler::proxmox {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

// One TLS connection to a host whose certificate is pinned. Used by one call at a time.
class Connection {
 public:
  Connection(const boost::asio::any_io_executor& executor, boost::asio::ssl::context& tls);

  // Fails unless the host proves to have a certificate with one of the
  // fingerprints; nothing was sent to it before that.
  AsyncStatus Open(Endpoint endpoint, std::vector<std::string> fingerprints,
                   absl::Duration at_most);

  struct Exchanged {
    // UNAVAILABLE: the request surely was not read. UNKNOWN: it may have been.
    absl::Status status;
    HttpResponse response;
  };
  boost::asio::awaitable<Exchanged> Exchange(HttpRequest request, absl::Duration at_most);

  // Whether another call may be sent: not closed from the other side, and used
  // neither too often nor too long ago.
  bool IsReusable(std::chrono::steady_clock::duration longest_idle);

 private:
  absl::Status CheckFingerprint(const std::vector<std::string>& fingerprints);

  boost::beast::ssl_stream<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer buffer_;
  int calls_ = 0;
  bool keep_alive_ = true;
  std::chrono::steady_clock::time_point last_used_;
};

}  // namespace nexus::scheduler::proxmox

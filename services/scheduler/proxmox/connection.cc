#include "services/scheduler/proxmox/connection.h"

#include <algorithm>
#include <sys/socket.h>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace nexus::scheduler::proxmox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// The server closes after a hundred.
constexpr int kMostCalls = 90;
constexpr std::size_t kLargestBody = 32 << 20;

std::string Hex(const unsigned char* bytes, unsigned length) {
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    text += fmt::format("{}{:02X}", i == 0 ? "" : ":", bytes[i]);
  }
  return text;
}

absl::Status NotReached(const std::string& what) { return absl::UnavailableError(what); }

}  // namespace

Connection::Connection(const asio::any_io_executor& executor, asio::ssl::context& tls)
    : stream_(executor, tls) {}

AsyncStatus Connection::Open(Endpoint endpoint, std::vector<std::string> fingerprints,
                             absl::Duration at_most) {
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  beast::tcp_stream& socket = beast::get_lowest_layer(stream_);
  socket.expires_after(absl::ToChronoNanoseconds(at_most));

  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  const auto addresses = co_await resolver.async_resolve(endpoint.host, endpoint.port, token);
  if (error)
    co_return NotReached(fmt::format("cannot find {}: {}", endpoint.host, error.message()));
  co_await socket.async_connect(addresses, token);
  if (error) {
    co_return NotReached(fmt::format("cannot connect to {}: {}", endpoint.host, error.message()));
  }
  socket.socket().set_option(asio::ip::tcp::no_delay(true), error);
  co_await stream_.async_handshake(asio::ssl::stream_base::client, token);
  if (error) {
    co_return NotReached(fmt::format("no TLS with {}: {}", endpoint.host, error.message()));
  }
  co_return CheckFingerprint(fingerprints);
}

absl::Status Connection::CheckFingerprint(const std::vector<std::string>& fingerprints) {
  X509* certificate = SSL_get1_peer_certificate(stream_.native_handle());
  if (certificate == nullptr) return NotReached("the host showed no certificate");
  const absl::Cleanup release = [certificate] { X509_free(certificate); };
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  if (X509_digest(certificate, EVP_sha256(), digest, &length) != 1) {
    return NotReached("the host's certificate cannot be read");
  }
  const std::string shown = Hex(digest, length);
  if (std::ranges::find(fingerprints, shown) == fingerprints.end()) {
    return NotReached(fmt::format("the host's certificate is not pinned: {}", shown));
  }
  return absl::OkStatus();
}

asio::awaitable<Connection::Exchanged> Connection::Exchange(HttpRequest request,
                                                            absl::Duration at_most) {
  Exchanged exchanged;
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  beast::get_lowest_layer(stream_).expires_after(absl::ToChronoNanoseconds(at_most));
  ++calls_;

  co_await beast::http::async_write(stream_, request, token);
  if (!error) {
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(kLargestBody);
    co_await beast::http::async_read(stream_, buffer_, parser, token);
    if (!error) {
      exchanged.response = parser.release();
      keep_alive_ = exchanged.response.keep_alive();
      last_used_ = std::chrono::steady_clock::now();
      co_return exchanged;
    }
  }
  keep_alive_ = false;
  exchanged.status = absl::UnknownError(fmt::format("no answer came: {}", error.message()));
  co_return exchanged;
}

bool Connection::IsReusable(std::chrono::steady_clock::duration longest_idle) {
  if (!keep_alive_ || calls_ >= kMostCalls || buffer_.size() > 0) return false;
  if (std::chrono::steady_clock::now() - last_used_ > longest_idle) return false;
  // Anything to read now, an end or an alert, means that the other side has closed.
  char byte = 0;
  const int handle = beast::get_lowest_layer(stream_).socket().native_handle();
  return recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

}  // namespace nexus::scheduler::proxmox

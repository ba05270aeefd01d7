#include "libs/http/wire.h"

#include <array>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace nexus::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// How long a goodbye may take, and how much a peer may still send meanwhile.
constexpr std::chrono::milliseconds kGoodbye{1000};
constexpr std::size_t kMostDrained = 4 * 1024 * 1024;

auto Into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

std::string AddressOf(const asio::ip::tcp::socket& socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return "";
  const asio::ip::address address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

Wire::Wire(Socket socket) : socket_(std::move(socket)), peer_address_(AddressOf(socket_)) {
  error_code ignored;  // A peer that is gone already is noticed at the first read.
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Wire::ExpireAfter(std::chrono::milliseconds span) {
  deadline_ = Clock::now() + span;
  expired_ = false;
}

void Wire::CancelIfExpired(Clock::time_point now) {
  if (now < deadline_) return;
  expired_ = true;
  Cancel();
}

void Wire::Cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

asio::awaitable<bool> Wire::Secure(asio::ssl::context& context, asio::const_buffer first) {
  tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, context);
  error_code error;
  const std::size_t used =
      co_await tls_->async_handshake(asio::ssl::stream_base::server, first, Into(error));
  co_return !error && used == first.size();
}

asio::awaitable<std::size_t> Wire::ReadSome(asio::mutable_buffer into) {
  error_code error;
  std::size_t size = 0;
  if (tls_) {
    size = co_await tls_->async_read_some(into, Into(error));
  } else {
    size = co_await socket_.async_read_some(into, Into(error));
  }
  co_return error ? 0 : size;
}

asio::awaitable<bool> Wire::Write(std::string_view bytes, std::chrono::milliseconds patience) {
  while (!bytes.empty()) {
    ExpireAfter(patience);
    error_code error;
    std::size_t size = 0;
    const asio::const_buffer buffer = asio::buffer(bytes);
    if (tls_) {
      size = co_await tls_->async_write_some(buffer, Into(error));
    } else {
      size = co_await socket_.async_write_some(buffer, Into(error));
    }
    if (error) co_return false;
    bytes.remove_prefix(size);
  }
  NeverExpire();
  co_return true;
}

asio::awaitable<void> Wire::Close() {
  ExpireAfter(kGoodbye);
  error_code error;
  if (tls_) co_await tls_->async_shutdown(Into(error));
  // A close with unread bytes is a reset, which may overtake our answer.
  socket_.shutdown(Socket::shutdown_send, error);
  std::array<char, 4096> waste;
  std::size_t drained = 0;
  while (!error && drained < kMostDrained) {
    drained += co_await socket_.async_read_some(asio::buffer(waste), Into(error));
  }
  Abort();
}

void Wire::Abort() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace nexus::http

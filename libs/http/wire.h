#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace nexus::http {

// One TCP connection, with or without TLS. What waits ends when the deadline
// has passed; somebody must call CancelIfExpired now and then, since one look
// at all connections costs less than a timer in each.
class Wire {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Wire(boost::asio::ip::tcp::socket socket);

  const std::string& peer_address() const { return peer_address_; }

  void ExpireAfter(std::chrono::milliseconds span);
  void NeverExpire() { deadline_ = Clock::time_point::max(); }
  void CancelIfExpired(Clock::time_point now);

  // Whether the deadline cut an operation short.
  bool expired() const { return expired_; }

  // Ends what waits now.
  void Cancel();

  // Speaks TLS from here on. `first` is what was read of the client's hello.
  boost::asio::awaitable<bool> Secure(boost::asio::ssl::context& context,
                                      boost::asio::const_buffer first);

  // 0 when the peer is gone or the deadline has passed.
  boost::asio::awaitable<std::size_t> ReadSome(boost::asio::mutable_buffer into);

  // Writes all of `bytes`, each piece of it within `patience`.
  boost::asio::awaitable<bool> Write(std::string_view bytes, std::chrono::milliseconds patience);

  // Says goodbye, and reads what the peer had under way, so that it gets our last words.
  boost::asio::awaitable<void> Close();

  // Closes without a word.
  void Abort();

 private:
  using Socket = boost::asio::ip::tcp::socket;

  Socket socket_;
  std::unique_ptr<boost::asio::ssl::stream<Socket&>> tls_;
  std::string peer_address_;
  Clock::time_point deadline_ = Clock::time_point::max();
  bool expired_ = false;
};

}  // namespace nexus::http

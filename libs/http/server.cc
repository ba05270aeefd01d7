#include "libs/http/server.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <unordered_set>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/ssl.h>
#include <spdlog/spdlog.h>

#include "libs/http/connection.h"

namespace nexus::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long to wait after the system refused a new connection, for want of descriptors.
constexpr std::chrono::milliseconds kAcceptPause{100};

auto Into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

int ChooseHttp11(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                 const unsigned char* offered, unsigned int offered_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_size, kOurs, sizeof(kOurs) - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

std::unique_ptr<asio::ssl::context> TlsContext(const ServerOptions& options) {
  if (options.certificate_file.empty() && options.private_key_file.empty()) return nullptr;
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  tls->use_certificate_chain_file(options.certificate_file);
  tls->use_private_key_file(options.private_key_file, asio::ssl::context::pem);
  SSL_CTX* native = tls->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(native, ChooseHttp11, nullptr);
  return tls;
}

tcp::endpoint EndpointOf(asio::io_context& context, const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) {
    throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                            "not host:port: " + address);
  }
  std::string host = address.substr(0, colon);
  if (host.size() >= 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  tcp::resolver resolver(context);
  return resolver.resolve(host, address.substr(colon + 1), tcp::resolver::passive)
      .begin()
      ->endpoint();
}

tcp::acceptor Listen(asio::io_context& context, const std::string& address) {
  return tcp::acceptor(context, EndpointOf(context, address), /*reuse_addr=*/true);
}

}  // namespace

// Shared with the coroutines on the io_context, which may outlive the Server.
struct Server::State : std::enable_shared_from_this<Server::State> {
  State(asio::io_context& context, ServerOptions given, Handler given_handler)
      : options(std::move(given)),
        handler(std::move(given_handler)),
        tls(TlsContext(options)),
        acceptor(Listen(context, options.address)),
        port(acceptor.local_endpoint().port()),
        look(context) {}

  asio::awaitable<void> Accept();
  asio::awaitable<void> Serve(tcp::socket socket);
  asio::awaitable<void> EndTheExpired();
  void Stop();

  const ServerOptions options;
  const Handler handler;
  std::unique_ptr<asio::ssl::context> tls;
  tcp::acceptor acceptor;
  const std::uint16_t port;
  asio::steady_timer look;
  std::unordered_set<Connection*> open;
  std::atomic<int> open_count = 0;
  bool stopping = false;
};

asio::awaitable<void> Server::State::Accept() {
  const auto self = shared_from_this();
  const auto executor = acceptor.get_executor();
  while (!stopping) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(Into(error));
    if (stopping) break;
    if (error) {
      spdlog::warn("cannot accept a connection error={}", error.message());
      asio::steady_timer pause(executor, kAcceptPause);
      co_await pause.async_wait(Into(error));
    } else if (static_cast<int>(open.size()) < options.max_connections) {
      asio::co_spawn(executor, Serve(std::move(socket)), asio::detached);
    }
  }
}

asio::awaitable<void> Server::State::Serve(tcp::socket socket) {
  const auto self = shared_from_this();
  // Also when the io_context is destroyed and takes this coroutine with it.
  struct Registration {
    Registration(State& owner, Connection& it) : state(owner), connection(it) {
      state.open.insert(&connection);
      ++state.open_count;
    }
    ~Registration() {
      state.open.erase(&connection);
      --state.open_count;
      if (state.stopping && state.open.empty()) state.look.cancel();
    }
    State& state;
    Connection& connection;
  };
  Connection connection(std::move(socket), {options, handler, tls.get(), stopping});
  const Registration registration(*this, connection);
  co_await connection.Run();
}

asio::awaitable<void> Server::State::EndTheExpired() {
  const auto self = shared_from_this();
  const auto shortest =
      std::min({options.request_timeout, options.idle_timeout, options.write_timeout});
  const auto interval =
      std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
  while (!stopping || !open.empty()) {
    look.expires_after(interval);
    error_code ignored;  // Cancelled: the condition above says whether to go on.
    co_await look.async_wait(Into(ignored));
    const auto now = Wire::Clock::now();
    for (Connection* connection : open) connection->CancelIfExpired(now);
  }
}

void Server::State::Stop() {
  if (stopping) return;
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  for (Connection* connection : open) connection->CancelIfIdle();
  if (open.empty()) look.cancel();
}

Server::Server(asio::io_context& context, ServerOptions options, Handler handler)
    : state_(std::make_shared<State>(context, std::move(options), std::move(handler))) {
  asio::co_spawn(context, state_->Accept(), asio::detached);
  asio::co_spawn(context, state_->EndTheExpired(), asio::detached);
}

Server::~Server() { Stop(); }

std::uint16_t Server::port() const { return state_->port; }

void Server::Stop() {
  asio::post(state_->acceptor.get_executor(), [state = state_] { state->Stop(); });
}

int Server::connections() const { return state_->open_count; }

}  // namespace nexus::http

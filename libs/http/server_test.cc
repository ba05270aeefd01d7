#include "libs/http/server.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/eventually.h"

namespace nexus::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using ::testing::EndsWith;
using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kGet[] = "GET /echo HTTP/1.1\r\nHost: test\r\n\r\n";

// A key and a certificate of this test's own, in a directory that goes away with it.
class Certificate {
 public:
  Certificate()
      : directory_(std::filesystem::temp_directory_path() / fmt::format("http_test_{}", getpid())) {
    std::filesystem::create_directories(directory_);
    const std::string command = fmt::format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
        "/CN=localhost -keyout {} -out {} 2>/dev/null",
        key(), certificate());
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl req failed");
  }
  ~Certificate() { std::filesystem::remove_all(directory_); }

  std::string key() const { return directory_ / "key.pem"; }
  std::string certificate() const { return directory_ / "certificate.pem"; }

 private:
  std::filesystem::path directory_;
};

class Running {
 public:
  Running(ServerOptions options, Handler handler) {
    options.address = "127.0.0.1:0";
    server_ = std::make_unique<Server>(context_, std::move(options), std::move(handler));
    thread_ = std::jthread([this] { context_.run(); });
  }
  ~Running() { server_->Stop(); }

  Server& operator*() { return *server_; }
  Server* operator->() { return server_.get(); }
  // Whether nothing of the server is left to run.
  bool stopped() const { return context_.stopped(); }

 private:
  asio::io_context context_;
  std::unique_ptr<Server> server_;
  std::jthread thread_;
};

// A client that says exactly what it is told and hears exactly what comes.
class Client {
 public:
  explicit Client(const Server& server) : socket_(context_) {
    socket_.connect({asio::ip::address_v4::loopback(), server.port()});
  }

  void Say(std::string_view text) { asio::write(socket_, asio::buffer(text)); }

  // Until the server closes.
  std::string HearAll() {
    std::string text;
    boost::system::error_code end;
    asio::read(socket_, asio::dynamic_buffer(text), end);
    return text;
  }

  std::string HearUntil(std::string_view last) {
    std::string text;
    while (text.find(last) == std::string::npos) {
      char byte = 0;
      asio::read(socket_, asio::buffer(&byte, 1));
      text += byte;
    }
    return text;
  }

  std::string Ask(std::string_view text) {
    Say(text);
    return HearAll();
  }

  tcp::socket& socket() { return socket_; }

 private:
  asio::io_context context_;
  tcp::socket socket_;
};

asio::awaitable<void> Echo(Exchange& exchange) {
  Response response(beast::http::status::ok, 11);
  response.body() =
      fmt::format("{} {} {}", std::string(exchange.request().method_string()),
                  std::string(exchange.request().target()), exchange.request().body());
  co_await exchange.Respond(std::move(response));
}

asio::awaitable<void> CountTo3(Exchange& exchange) {
  Response head(beast::http::status::ok, 11);
  co_await exchange.StartStream(std::move(head));
  for (int i = 1; i <= 3; ++i) {
    const std::string piece = fmt::format("{}\n", i);
    const bool there = co_await exchange.Write(piece);
    if (!there) co_return;
  }
}

TEST(HttpServerTest, KeepsTheConnectionForTheNextRequest) {
  Running server({}, Echo);
  Client client(*server);
  client.Say(kGet);
  EXPECT_THAT(client.HearUntil("GET /echo "), StartsWith("HTTP/1.1 200 OK\r\n"));
  client.Say(kGet);
  EXPECT_THAT(client.HearUntil("GET /echo "), Not(HasSubstr("Connection: close")));
  EXPECT_EQ(server->connections(), 1);
}

TEST(HttpServerTest, AnswersPipelinedRequestsInTheirOrder) {
  Running server({}, Echo);
  Client client(*server);
  const std::string answers = client.Ask(
      "GET /1 HTTP/1.1\r\nHost: t\r\n\r\n"
      "POST /2 HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc"
      "GET /3 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  EXPECT_LT(answers.find("GET /1 "), answers.find("POST /2 abc"));
  EXPECT_THAT(answers, EndsWith("GET /3 "));
}

TEST(HttpServerTest, SendsNoBodyForAHeadRequestButItsLength) {
  Running server({}, Echo);
  Client client(*server);
  const std::string answer =
      client.Ask("HEAD /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(HttpServerTest, ClosesAfterAnAnswerThatSaysSo) {
  Running server({}, [](Exchange& exchange) -> asio::awaitable<void> {
    Response response(beast::http::status::unauthorized, 11);
    response.reason("permission denied - invalid ticket");
    response.set(beast::http::field::connection, "close");
    co_await exchange.Respond(std::move(response));
  });
  Client client(*server);
  const std::string answer = client.Ask(kGet);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 401 permission denied - invalid ticket\r\n"));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
}

TEST(HttpServerTest, ClosesAfterAsManyRequestsAsItIsTold) {
  Running server({.max_requests_per_connection = 2}, Echo);
  Client client(*server);
  EXPECT_THAT(client.Ask(std::string(kGet) + kGet + kGet), EndsWith("GET /echo "));
  EXPECT_TRUE(Eventually([&] { return server->connections() == 0; }));
}

TEST(HttpServerTest, AsksForTheBodyWhenTheClientWaitsForThat) {
  Running server({}, Echo);
  Client client(*server);
  client.Say("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.HearUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Say("hi");
  client.HearUntil("POST / hi");
}

TEST(HttpServerTest, ReadsAChunkedBody) {
  Running server({}, Echo);
  Client client(*server);
  client.Say(
      "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
  client.HearUntil("POST / abc");
}

TEST(HttpServerTest, StreamsInChunksAndThenCloses) {
  Running server({}, CountTo3);
  Client client(*server);
  const std::string answer = client.Ask(kGet);
  EXPECT_THAT(answer, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n2\r\n1\n\r\n2\r\n2\n\r\n2\r\n3\n\r\n0\r\n\r\n"));
}

TEST(HttpServerTest, StreamsWithoutChunksToAnOldClient) {
  Running server({}, CountTo3);
  Client client(*server);
  EXPECT_THAT(client.Ask("GET / HTTP/1.0\r\n\r\n"), EndsWith("\r\n\r\n1\n2\n3\n"));
}

TEST(HttpServerTest, AbortsWithoutAnAnswer) {
  Running server({}, [](Exchange& exchange) -> asio::awaitable<void> {
    exchange.Abort();
    co_return;
  });
  Client client(*server);
  EXPECT_THAT(client.Ask(kGet), IsEmpty());
}

TEST(HttpServerTest, ClosesTheConnectionOfAHandlerThatThrows) {
  Running server({}, [](Exchange&) -> asio::awaitable<void> {
    throw std::runtime_error("a bug");
    co_return;
  });
  Client client(*server);
  EXPECT_THAT(client.Ask(kGet), IsEmpty());
}

TEST(HttpServerTest, SendsALargeAnswerWhole) {
  Running server({}, [](Exchange& exchange) -> asio::awaitable<void> {
    Response response(beast::http::status::ok, 11);
    response.body() = std::string(5'000'000, 'x') + "end";
    response.set(beast::http::field::connection, "close");
    co_await exchange.Respond(std::move(response));
  });
  Client client(*server);
  const std::string answer = client.Ask(kGet);
  EXPECT_GT(answer.size(), 5'000'000u);
  EXPECT_TRUE(answer.ends_with("xend"));
}

struct BadRequest {
  const char* name;
  std::string text;
  const char* answer;
};

class HttpServerRefusalTest : public ::testing::TestWithParam<BadRequest> {};

TEST_P(HttpServerRefusalTest, AnswersAndCloses) {
  Running server({.max_header_bytes = 512, .max_body_bytes = 100}, Echo);
  Client client(*server);
  const std::string answer = client.Ask(GetParam().text);
  EXPECT_THAT(answer, StartsWith(GetParam().answer));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Requests, HttpServerRefusalTest,
    ::testing::Values(
        BadRequest{"NotHttp", "hello there\r\n\r\n", "HTTP/1.1 400"},
        BadRequest{"Binary", std::string("\0\x01\xff\r\n\r\n", 7), "HTTP/1.1 400"},
        BadRequest{"WrongVersion", "GET / HTTP/9.9\r\nHost: t\r\n\r\n", "HTTP/1.1 400"},
        BadRequest{"NoHost", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
        BadRequest{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400"},
        BadRequest{"TwoLengths",
                   "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                   "HTTP/1.1 400"},
        BadRequest{"LengthAndChunks",
                   "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nTransfer-Encoding: "
                   "chunked\r\n\r\n0\r\n\r\n",
                   "HTTP/1.1 400"},
        BadRequest{"LargeHeader",
                   "GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(600, 'x') + "\r\n\r\n",
                   "HTTP/1.1 431"},
        BadRequest{"LargeBody", "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 101\r\n\r\n",
                   "HTTP/1.1 413"},
        BadRequest{"LargeChunkedBody",
                   "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                       std::string(101, 'x') + "\r\n0\r\n\r\n",
                   "HTTP/1.1 413"}),
    [](const auto& tested) { return tested.param.name; });

TEST(HttpServerTimeTest, AnswersARequestThatDoesNotComeWith408) {
  Running server({.request_timeout = std::chrono::milliseconds(50)}, Echo);
  Client client(*server);
  EXPECT_THAT(client.Ask("GET / HTTP/1.1\r\nHo"), StartsWith("HTTP/1.1 408"));
}

TEST(HttpServerTimeTest, ClosesAConnectionThatIsNotUsed) {
  Running server({.idle_timeout = std::chrono::milliseconds(50)}, Echo);
  Client client(*server);
  EXPECT_THAT(client.HearAll(), IsEmpty());
}

TEST(HttpServerTimeTest, GivesUpAStreamThatNobodyReads) {
  std::atomic<bool> gone = false;
  Running server({.write_timeout = std::chrono::milliseconds(50)},
                 [&](Exchange& exchange) -> asio::awaitable<void> {
                   co_await exchange.StartStream(Response(beast::http::status::ok, 11));
                   const std::string piece(1'000'000, 'x');
                   bool there = true;
                   while (there) there = co_await exchange.Write(piece);
                   gone = true;
                 });
  Client client(*server);
  client.Say(kGet);
  EXPECT_TRUE(Eventually([&] { return gone.load(); }));
}

TEST(HttpServerTest, ClosesNewConnectionsBeyondItsLimit) {
  Running server({.max_connections = 1}, Echo);
  Client first(*server);
  first.Say(kGet);
  first.HearUntil("GET /echo ");
  Client second(*server);
  EXPECT_THAT(second.HearAll(), IsEmpty());
  first.Say(kGet);
  first.HearUntil("GET /echo ");
}

TEST(HttpServerStopTest, ClosesIdleConnectionsAndEndsItsWork) {
  Running server({}, Echo);
  Client client(*server);
  client.Say(kGet);
  client.HearUntil("GET /echo ");
  server->Stop();
  EXPECT_THAT(client.HearAll(), IsEmpty());
  EXPECT_TRUE(Eventually([&] { return server.stopped(); }));
}

TEST(HttpServerStopTest, LetsARequestAtWorkEnd) {
  Server* stopped = nullptr;
  Running server({}, [&](Exchange& exchange) -> asio::awaitable<void> {
    stopped->Stop();
    // Let the stop be heard first.
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_await Echo(exchange);
  });
  stopped = &*server;
  Client client(*server);
  const std::string answer = client.Ask(kGet);
  EXPECT_THAT(answer, EndsWith("GET /echo "));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(Eventually([&] { return server.stopped(); }));
}

class HttpsServerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { certificate_ = new Certificate; }
  static void TearDownTestSuite() { delete certificate_; }

  static ServerOptions Options() {
    return {.certificate_file = certificate_->certificate(),
            .private_key_file = certificate_->key(),
            .redirect_plain_http = [](std::string_view host, std::string_view target) {
              return fmt::format("https://{}{}", host, target);
            }};
  }

  // Asks once over TLS with `versions` refused; the error's text when that fails.
  static std::string AskSecurely(Client& client, asio::ssl::context::options refused,
                                 const std::string& protocol) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.set_options(refused);
    SSL_CTX_set_security_level(context.native_handle(), 0);
    asio::ssl::stream<tcp::socket&> stream(client.socket(), context);
    const std::string wire = static_cast<char>(protocol.size()) + protocol;
    SSL_set_alpn_protos(stream.native_handle(), reinterpret_cast<const unsigned char*>(wire.data()),
                        wire.size());
    boost::system::error_code error;
    stream.handshake(asio::ssl::stream_base::client, error);
    if (error) return error.message();
    const unsigned char* chosen = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(stream.native_handle(), &chosen, &size);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), size), "http/1.1");
    asio::write(stream, asio::buffer("GET /tls HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"),
                error);
    std::string answer;
    asio::read(stream, asio::dynamic_buffer(answer), error);
    EXPECT_EQ(error, asio::error::eof) << "a truncated connection: " << error.message();
    return answer;
  }

  static Certificate* certificate_;
};

Certificate* HttpsServerTest::certificate_ = nullptr;

TEST_F(HttpsServerTest, SpeaksTls13AndChoosesHttp11) {
  Running server(Options(), Echo);
  Client client(*server);
  EXPECT_THAT(AskSecurely(client,
                          asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                              asio::ssl::context::no_tlsv1_2,
                          "http/1.1"),
              EndsWith("GET /tls "));
}

TEST_F(HttpsServerTest, SpeaksTls12) {
  Running server(Options(), Echo);
  Client client(*server);
  EXPECT_THAT(AskSecurely(client, asio::ssl::context::no_tlsv1_3, "http/1.1"),
              EndsWith("GET /tls "));
}

TEST_F(HttpsServerTest, RefusesTls11) {
  Running server(Options(), Echo);
  Client client(*server);
  EXPECT_THAT(AskSecurely(client, asio::ssl::context::no_tlsv1_3 | asio::ssl::context::no_tlsv1_2,
                          "http/1.1"),
              HasSubstr("alert"));
}

TEST_F(HttpsServerTest, RefusesAClientThatOnlySpeaksAnotherProtocol) {
  Running server(Options(), Echo);
  Client client(*server);
  EXPECT_THAT(AskSecurely(client, 0, "h2"), HasSubstr("no application protocol"));
}

TEST_F(HttpsServerTest, SendsPlainHttpToTheSecureAddress) {
  Running server(Options(), Echo);
  Client client(*server);
  const std::string answer = client.Ask("GET /a?b=c HTTP/1.1\r\nHost: example.org:8443\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 301 "));
  EXPECT_THAT(answer, HasSubstr("Location: https://example.org:8443/a?b=c\r\n"));
}

TEST_F(HttpsServerTest, ClosesOnPlainHttpWithoutARedirect) {
  ServerOptions options = Options();
  options.redirect_plain_http = nullptr;
  Running server(options, Echo);
  Client client(*server);
  EXPECT_THAT(client.Ask(kGet), IsEmpty());
}

TEST_F(HttpsServerTest, EndsAHandshakeThatDoesNotComeOn) {
  ServerOptions options = Options();
  options.request_timeout = std::chrono::milliseconds(50);
  Running server(options, Echo);
  Client client(*server);
  EXPECT_THAT(client.Ask("\x16\x03\x01"), IsEmpty());
}

}  // namespace
}  // namespace nexus::http

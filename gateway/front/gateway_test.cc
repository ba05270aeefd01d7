// The gateway as a browser sees it, over sockets, with services that only
// pretend: what it sends them and what it makes of their answers.

#include <mutex>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "gateway/front/front.h"
#include "gateway/front/headers.h"
#include "gateway/session/csrf.h"
#include "libs/base/status.h"
#include "libs/rpc/status.h"
#include "libs/testing/eventually.h"
#include "nexus/auth/v1/auth_service.grpc.pb.h"
#include "nexus/auth/v1/error_reason.pb.h"
#include "nexus/auth/v1/events.pb.h"
#include "nexus/billing/v1/error_reason.pb.h"
#include "nexus/instance/v1/events.pb.h"
#include "nexus/instance/v1/instance_service.grpc.pb.h"

namespace nexus::gateway {
namespace {

namespace asio = boost::asio;
using ::testing::AllOf;
using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string MetadataOf(const grpc::ServerContext& context, const std::string& key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return "";
  return std::string(found->second.data(), found->second.size());
}

// Knows one session, `good`, whose user belongs to projects/p.
class FakeAuth : public auth::v1::AuthService::Service {
 public:
  grpc::Status LogIn(grpc::ServerContext*, const auth::v1::LogInRequest* request,
                     auth::v1::LogInResponse* response) override {
    if (request->password() != "right") {
      return rpc::ToGrpcStatus(Error(absl::StatusCode::kUnauthenticated,
                                     auth::v1::CREDENTIALS_WRONG, "wrong address or password"));
    }
    response->mutable_user()->set_name("users/u");
    response->set_session("good");
    return grpc::Status::OK;
  }
  grpc::Status LogOut(grpc::ServerContext*, const auth::v1::LogOutRequest*,
                      auth::v1::LogOutResponse* response) override {
    response->set_session("");
    return grpc::Status::OK;
  }
  grpc::Status GetSession(grpc::ServerContext*, const auth::v1::GetSessionRequest*,
                          auth::v1::Session* response) override {
    response->mutable_user()->set_name("users/u");
    return grpc::Status::OK;
  }
  grpc::Status ExchangeSession(grpc::ServerContext*,
                               const auth::v1::ExchangeSessionRequest* request,
                               auth::v1::SignedAssertion* response) override {
    ++exchanges;
    if (request->session() != "good" || ended) {
      return rpc::ToGrpcStatus(Error(absl::StatusCode::kUnauthenticated, auth::v1::SESSION_INVALID,
                                     "the session has ended"));
    }
    auth::v1::Assertion assertion;
    assertion.set_subject("users/u");
    assertion.set_credential("sessions/s");
    assertion.set_subject_revision(revision);
    assertion.set_project(request->project());
    assertion.set_member(request->project() == "projects/p");
    if (assertion.member()) assertion.add_permissions("instances.get");
    response->set_assertion(assertion.SerializeAsString());
    return grpc::Status::OK;
  }

  std::atomic<int> exchanges = 0;
  std::atomic<int> revision = 1;
  std::atomic<bool> ended = false;
};

class FakeInstances : public instance::v1::InstanceService::Service {
 public:
  grpc::Status GetInstance(grpc::ServerContext* context,
                           const instance::v1::GetInstanceRequest* request,
                           instance::v1::Instance* response) override {
    Remember(*context);
    if (stale_once.exchange(false)) {
      return rpc::ToGrpcStatus(Error(absl::StatusCode::kUnauthenticated, auth::v1::SESSION_INVALID,
                                     "the assertion is stale"));
    }
    response->set_name(request->name());
    response->set_version(5);
    return grpc::Status::OK;
  }
  grpc::Status CreateInstance(grpc::ServerContext* context,
                              const instance::v1::CreateInstanceRequest* request,
                              instance::v1::CreateInstanceResponse* response) override {
    Remember(*context);
    if (request->instance().plan() == "plans/dear") {
      return rpc::ToGrpcStatus(Error(absl::StatusCode::kFailedPrecondition,
                                     billing::v1::INSUFFICIENT_FUNDS, "too little money",
                                     {{"account", "projects/p/billingAccount"}}));
    }
    if (request->instance().plan() == "plans/broken") throw std::runtime_error("secret insides");
    *response->mutable_instance() = request->instance();
    response->mutable_task()->set_name(request->parent() + "/tasks/" + request->request_id());
    return grpc::Status::OK;
  }

  std::map<std::string, std::string> seen() {
    std::lock_guard lock(mutex_);
    return seen_;
  }

  std::atomic<bool> stale_once = false;

 private:
  void Remember(const grpc::ServerContext& context) {
    std::lock_guard lock(mutex_);
    for (const char* key : {rpc::kAssertionKey, rpc::kRequestIdKey, rpc::kTraceparentKey,
                            rpc::kClientAddressKey, rpc::kUserAgentKey}) {
      seen_[key] = MetadataOf(context, key);
    }
  }

  std::mutex mutex_;
  std::map<std::string, std::string> seen_;
};

struct Heard {
  int status = 0;
  std::string head;
  std::string body;

  nlohmann::json json() const { return nlohmann::json::parse(body); }
  std::string header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&auth_);
    builder.RegisterService(&instances_);
    services_ = builder.BuildAndStart();
    const auto channel =
        grpc::CreateChannel(fmt::format("127.0.0.1:{}", port_), grpc::InsecureChannelCredentials());
    // Nobody listens for billing.
    backend_.emplace(std::map<std::string, std::shared_ptr<grpc::Channel>>{
        {"auth", channel},
        {"instance", channel},
        {"billing", grpc::CreateChannel("127.0.0.1:1", grpc::InsecureChannelCredentials())}});
    assertions_.emplace(*backend_, clock_, revocations_);
    streams_.emplace(context_, *assertions_, revocations_, clock_, 1);
    api_.emplace(ContractRouter(), *backend_, *assertions_, clock_, "https://cloud.example");
    front_.emplace(*api_, *streams_, nullptr, R"({"openapi":"3.1.0"})", TrustedProxies(), ids_,
                   metrics_);
    server_.emplace(context_, http::ServerOptions{.address = "127.0.0.1:0", .refuse = Refusal},
                    [this](http::Exchange& exchange) { return front_->Serve(exchange); });
    thread_ = std::thread([this] { context_.run(); });
  }
  ~GatewayTest() override {
    streams_->Stop();
    server_->Stop();
    thread_.join();
    services_->Shutdown();
  }

  // Asks and hears until the gateway closes. `headers` are whole lines.
  Heard Ask(const std::string& line, const std::string& headers = "",
            const std::string& body = "") {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    Connect(socket);
    std::string request = fmt::format(
        "{} HTTP/1.1\r\nHost: cloud.example\r\nConnection: close\r\nUser-Agent: test\r\n{}", line,
        headers);
    if (!body.empty()) {
      request +=
          fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    }
    asio::write(socket, asio::buffer(request + "\r\n" + body));
    std::string answer;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(answer), end);
    const auto blank = answer.find("\r\n\r\n");
    if (blank == std::string::npos) return {};
    return {std::stoi(answer.substr(9, 3)), answer.substr(0, blank + 2), answer.substr(blank + 4)};
  }

  void Connect(asio::ip::tcp::socket& socket) {
    socket.connect({asio::ip::address_v4::loopback(), server_->port()});
  }

  static std::string LoggedIn(const std::string& session = "good") {
    return fmt::format(
        "Cookie: __Host-nexus_session={}\r\nOrigin: https://cloud.example\r\nX-CSRF-Token: {}\r\n",
        session, CsrfToken(session));
  }

  static std::string ReasonOf(const Heard& heard) {
    const nlohmann::json error = heard.json();
    for (const auto& detail : error.at("details")) {
      if (detail.at("@type") == "type.googleapis.com/google.rpc.ErrorInfo") {
        return detail.at("reason");
      }
    }
    return "";
  }

  events::v1::Event Changed(const std::string& instance, std::int64_t position) {
    instance::v1::InstanceChanged payload;
    payload.mutable_instance()->set_name(instance);
    events::v1::Event event;
    event.set_cursor(Encode(events::Cursor{"00000001.00000001", 7, position}));
    event.set_id("e");
    event.set_type(payload.GetTypeName());
    event.set_subject(instance);
    event.set_project(instance.substr(0, instance.find('/', 9)));
    event.set_payload(payload.SerializeAsString());
    return event;
  }

  int port_ = 0;
  FakeAuth auth_;
  FakeInstances instances_;
  std::unique_ptr<grpc::Server> services_;
  const SystemClock clock_;
  RandomIdSource ids_{clock_};
  rpc::Metrics metrics_{"gateway"};
  rpc::Revocations revocations_;
  asio::io_context context_;
  std::optional<Backend> backend_;
  std::optional<Assertions> assertions_;
  std::optional<LiveStreams> streams_;
  std::optional<Api> api_;
  std::optional<Front> front_;
  std::optional<http::Server> server_;
  std::thread thread_;
};

constexpr char kInstance[] = "GET /api/v1/projects/p/instances/i";

TEST_F(GatewayTest, MovesTheSessionFromTheAnswerIntoTheCookie) {
  const Heard heard = Ask("POST /api/v1/auth:logIn", "", R"({"email":"a@b","password":"right"})");
  EXPECT_EQ(heard.status, 200);
  EXPECT_EQ(heard.header("Set-Cookie"),
            "__Host-nexus_session=good; Path=/; Secure; HttpOnly; SameSite=Strict");
  EXPECT_EQ(heard.header("X-CSRF-Token"), CsrfToken("good"));
  EXPECT_EQ(heard.json().at("user").at("name"), "users/u");
  EXPECT_FALSE(heard.json().contains("session"));
}

TEST_F(GatewayTest, TakesTheCookieAwayAtLogOut) {
  const Heard heard = Ask("POST /api/v1/auth:logOut", LoggedIn());
  EXPECT_EQ(heard.status, 200);
  EXPECT_THAT(heard.header("Set-Cookie"), HasSubstr("Max-Age=0"));
}

TEST_F(GatewayTest, RefusesALogInFromAnotherSite) {
  const Heard heard = Ask("POST /api/v1/auth:logIn", "Origin: https://evil.example\r\n",
                          R"({"email":"a@b","password":"right"})");
  EXPECT_EQ(heard.status, 403);
  EXPECT_EQ(ReasonOf(heard), "CSRF_INVALID");
}

TEST_F(GatewayTest, ShowsAWrongPasswordAsWhatItIs) {
  const Heard heard = Ask("POST /api/v1/auth:logIn", "", R"({"email":"a@b","password":"wrong"})");
  EXPECT_EQ(heard.status, 401);
  EXPECT_EQ(ReasonOf(heard), "CREDENTIALS_WRONG");
  EXPECT_EQ(heard.header("Set-Cookie"), "");
}

TEST_F(GatewayTest, CallsTheServiceOnTheCallersBehalf) {
  const Heard heard = Ask(kInstance, LoggedIn());
  ASSERT_EQ(heard.status, 200) << heard.body;
  EXPECT_EQ(heard.json().at("name"), "projects/p/instances/i");
  EXPECT_EQ(heard.json().at("version"), "5");
  EXPECT_EQ(heard.header("X-CSRF-Token"), CsrfToken("good"));

  auto seen = instances_.seen();
  auth::v1::SignedAssertion signed_assertion;
  ASSERT_TRUE(signed_assertion.ParseFromString(seen[rpc::kAssertionKey]));
  auth::v1::Assertion assertion;
  ASSERT_TRUE(assertion.ParseFromString(signed_assertion.assertion()));
  EXPECT_EQ(assertion.project(), "projects/p");
  EXPECT_EQ(seen[rpc::kRequestIdKey], heard.header("X-Request-Id"));
  EXPECT_EQ(seen[rpc::kClientAddressKey], "127.0.0.1");
  EXPECT_EQ(seen[rpc::kUserAgentKey], "test");
  EXPECT_THAT(seen[rpc::kTraceparentKey], StartsWith("00-"));
}

TEST_F(GatewayTest, AsksAuthOncePerProjectAndNotPerCall) {
  Ask(kInstance, LoggedIn());
  Ask(kInstance, LoggedIn());
  EXPECT_EQ(auth_.exchanges, 1);
  Ask("GET /api/v1/projects/q/instances/i", LoggedIn());
  EXPECT_EQ(auth_.exchanges, 2);
}

TEST_F(GatewayTest, AsksAuthAgainWhenItHearsOfARevocation) {
  Ask(kInstance, LoggedIn());
  auth::v1::Revoked revoked;
  revoked.set_principal("users/u");
  revoked.set_least_valid_revision(2);
  events::v1::Event event;
  event.set_type(revoked.GetTypeName());
  event.set_payload(revoked.SerializeAsString());
  streams_->Hear(0, event);
  auth_.ended = true;
  const Heard heard = Ask(kInstance, LoggedIn());
  EXPECT_EQ(heard.status, 401);
  EXPECT_EQ(ReasonOf(heard), "SESSION_INVALID");
  EXPECT_THAT(heard.header("Set-Cookie"), HasSubstr("Max-Age=0"));
}

TEST_F(GatewayTest, AsksAuthAgainWhenAServiceHeardOfAChangeFirst) {
  Ask(kInstance, LoggedIn());
  instances_.stale_once = true;
  EXPECT_EQ(Ask(kInstance, LoggedIn()).status, 200);
  EXPECT_EQ(auth_.exchanges, 2);
}

TEST_F(GatewayTest, RefusesNobody) {
  const Heard heard = Ask(kInstance);
  EXPECT_EQ(heard.status, 401);
  EXPECT_EQ(ReasonOf(heard), "UNAUTHENTICATED");
}

TEST_F(GatewayTest, RefusesAChangeWithoutTheToken) {
  const Heard heard =
      Ask("POST /api/v1/projects/p/instances",
          "Cookie: __Host-nexus_session=good\r\nOrigin: https://cloud.example\r\n", "{}");
  EXPECT_EQ(heard.status, 403);
  EXPECT_EQ(ReasonOf(heard), "CSRF_INVALID");
}

TEST_F(GatewayTest, CopiesTheIdempotencyKey) {
  const Heard heard =
      Ask("POST /api/v1/projects/p/instances", LoggedIn() + "Idempotency-Key: click-7\r\n",
          R"({"instance":{"displayName":"web"}})");
  ASSERT_EQ(heard.status, 200) << heard.body;
  EXPECT_EQ(heard.json().at("task").at("name"), "projects/p/tasks/click-7");
}

TEST_F(GatewayTest, AnswersTooLittleMoneyWith402AndItsReason) {
  const Heard heard =
      Ask("POST /api/v1/projects/p/instances", LoggedIn(), R"({"instance":{"plan":"plans/dear"}})");
  EXPECT_EQ(heard.status, 402);
  EXPECT_EQ(ReasonOf(heard), "INSUFFICIENT_FUNDS");
  EXPECT_EQ(heard.json().at("message"), "too little money");
}

TEST_F(GatewayTest, KeepsAServicesInsidesToItself) {
  const Heard broken = Ask("POST /api/v1/projects/p/instances", LoggedIn(),
                           R"({"instance":{"plan":"plans/broken"}})");
  EXPECT_EQ(broken.status, 500);
  EXPECT_EQ(ReasonOf(broken), "INTERNAL");
  EXPECT_THAT(broken.body, Not(HasSubstr("insides")));
  const Heard gone = Ask("GET /api/v1/projects/p/billingAccount", LoggedIn());
  EXPECT_EQ(gone.status, 503);
  EXPECT_EQ(ReasonOf(gone), "UNAVAILABLE");
  EXPECT_EQ(gone.header("Retry-After"), "1");
  EXPECT_THAT(gone.body, Not(HasSubstr("127.0.0.1")));
}

TEST_F(GatewayTest, PutsItsRulesForBrowsersOnEveryAnswer) {
  for (const char* line : {"GET /", "GET /api/v1/openapi.json", "GET /api/v1/nothing", kInstance,
                           "DELETE /api/v1/events", "GET /api/v1/events"}) {
    const Heard heard = Ask(line);
    EXPECT_THAT(heard.header("Content-Security-Policy"),
                AllOf(HasSubstr("default-src 'none'"), HasSubstr("trusted-types 'none'"),
                      Not(HasSubstr("unsafe"))))
        << line;
    EXPECT_EQ(heard.header("X-Content-Type-Options"), "nosniff") << line;
    EXPECT_THAT(heard.header("Strict-Transport-Security"), StartsWith("max-age=")) << line;
    EXPECT_EQ(heard.header("X-Request-Id").size(), 36u) << line;
  }
}

TEST_F(GatewayTest, AnswersNonsenseWithOneClearError) {
  for (const char* line :
       {"GET /api", "GET /api/", "GET /api/v2/plans", "GET /api/v1/../v1/plans",
        "BREW /api/v1/plans", "GET /api/v1/projects/p%2Fx/instances", "POST /api/v1/plans:brew"}) {
    const Heard heard = Ask(line);
    EXPECT_EQ(heard.status, 404) << line;
    EXPECT_EQ(ReasonOf(heard), "ROUTE_NOT_FOUND") << line;
  }
  const Heard heard = Ask("POST /api/v1/auth:logIn", "", R"({"email":"a","password":)");
  EXPECT_EQ(heard.status, 400);
  EXPECT_EQ(ReasonOf(heard), "BODY_INVALID");
}

// A client of the event stream.
class EventSource {
 public:
  EventSource(std::uint16_t port, const std::string& target, const std::string& headers)
      : socket_(context_) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    asio::write(socket_, asio::buffer(fmt::format(
                             "GET {} HTTP/1.1\r\nHost: cloud.example\r\n{}\r\n", target, headers)));
  }

  // All that came until `last` did, or the stream ended.
  std::string HearUntil(const std::string& last) {
    while (heard_.find(last) == std::string::npos) {
      char buffer[4096];
      boost::system::error_code end;
      const std::size_t size = socket_.read_some(asio::buffer(buffer), end);
      heard_.append(buffer, size);
      if (end) break;
    }
    return heard_;
  }

  std::string place() const {
    const auto at = heard_.rfind("id: ");
    return heard_.substr(at + 4, heard_.find('\n', at) - at - 4);
  }

 private:
  asio::io_context context_;
  asio::ip::tcp::socket socket_;
  std::string heard_;
};

TEST_F(GatewayTest, StreamsWhatTheCallerMaySeeOfTheProject) {
  EventSource source(server_->port(), "/api/v1/events?project=projects/p", LoggedIn());
  EXPECT_THAT(source.HearUntil("id: "), HasSubstr("Content-Type: text/event-stream"));
  streams_->Hear(0, Changed("projects/q/instances/hidden", 1));
  streams_->Hear(0, Changed("projects/p/instances/seen", 2));
  EXPECT_THAT(source.HearUntil("instances/seen"), Not(HasSubstr("hidden")));
}

TEST_F(GatewayTest, GoesOnAfterABreak) {
  std::string place;
  {
    EventSource source(server_->port(), "/api/v1/events?project=projects/p", LoggedIn());
    source.HearUntil("id: ");
    streams_->Hear(0, Changed("projects/p/instances/first", 1));
    source.HearUntil("instances/first");
    source.HearUntil("}}");
    place = source.place();
  }
  streams_->Hear(0, Changed("projects/p/instances/second", 2));
  EventSource again(server_->port(), "/api/v1/events?project=projects/p",
                    LoggedIn() + "Last-Event-ID: " + place + "\r\n");
  EXPECT_THAT(again.HearUntil("instances/second"),
              AllOf(Not(HasSubstr("first")), Not(HasSubstr("reset"))));
}

TEST_F(GatewayTest, TellsAClientWhosePlaceIsUnknownToLoadAgain) {
  EventSource source(server_->port(), "/api/v1/events?project=projects/p",
                     LoggedIn() + "Last-Event-ID: from-long-ago\r\n");
  EXPECT_THAT(source.HearUntil("event: reset"), HasSubstr("event: reset\ndata: {}\n\n"));
}

TEST_F(GatewayTest, TellsEveryClientToLoadAgainWhenEventsWereLost) {
  EventSource source(server_->port(), "/api/v1/events?project=projects/p", LoggedIn());
  source.HearUntil("id: ");
  streams_->Lose();
  EXPECT_THAT(source.HearUntil("event: reset"), HasSubstr("event: reset"));
}

TEST_F(GatewayTest, EndsTheStreamOfARevokedSession) {
  EventSource source(server_->port(), "/api/v1/events?project=projects/p", LoggedIn());
  source.HearUntil("id: ");
  auth_.ended = true;
  auth::v1::Revoked revoked;
  revoked.set_principal("sessions/s");
  revoked.set_least_valid_revision(1);
  events::v1::Event event;
  event.set_cursor(Encode(events::Cursor{"00000001.00000001", 7, 9}));
  event.set_type(revoked.GetTypeName());
  event.set_payload(revoked.SerializeAsString());
  streams_->Hear(0, event);
  EXPECT_THAT(source.HearUntil("0\r\n\r\n"), HasSubstr("\r\n0\r\n\r\n"));
  EXPECT_TRUE(Eventually([&] { return streams_->open() == 0; }));
}

TEST_F(GatewayTest, HidesForeignProjectsFromTheStream) {
  EXPECT_EQ(Ask("GET /api/v1/events?project=projects/q", LoggedIn()).status, 404);
  EXPECT_EQ(Ask("GET /api/v1/events?project=projects/-", LoggedIn()).status, 404);
  EXPECT_EQ(Ask("GET /api/v1/events?project=projects/p").status, 401);
  for (const char* target :
       {"/api/v1/events", "/api/v1/events?project=", "/api/v1/events?project=p",
        "/api/v1/events?project=projects/p/x", "/api/v1/events?x=1"}) {
    EXPECT_EQ(Ask(fmt::format("GET {}", target), LoggedIn()).status, 400) << target;
  }
}

}  // namespace
}  // namespace nexus::gateway

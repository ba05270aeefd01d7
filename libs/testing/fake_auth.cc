#include "libs/testing/fake_auth.h"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include "google/protobuf/util/time_util.h"
#include <fmt/format.h>
#include <openssl/evp.h>

#include "libs/base/ids.h"
#include "libs/base/status.h"
#include "libs/rpc/assertion.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/tls.h"
#include "libs/testing/certificates.h"
#include "nexus/auth/v1/auth_service.grpc.pb.h"
#include "nexus/auth/v1/events.pb.h"
#include "nexus/events/v1/event_service.grpc.pb.h"

namespace nexus::testing {
namespace {

using google::protobuf::util::TimeUtil;

constexpr char kKeyId[] = "test";

std::string PublicKeyOf(const std::string& private_key) {
  EVP_PKEY* key = EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(private_key.data()),
      private_key.size());
  std::string public_key(32, '\0');
  std::size_t length = public_key.size();
  NEXUS_CHECK(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(public_key.data()),
                                          &length) == 1);
  EVP_PKEY_free(key);
  return public_key;
}

rpc::ServiceConfig ConfigOf(const std::string& service) {
  rpc::ServiceConfig config;
  config.service = service;
  config.tls_dir = TestCertificates();
  return config;
}

}  // namespace

class FakeAuth::Handler : public auth::v1::AuthService::Service {
 public:
  explicit Handler(const FakeAuth& auth) : auth_(auth) {}

  grpc::Status ListSigningKeys(grpc::ServerContext*, const auth::v1::ListSigningKeysRequest*,
                               auth::v1::ListSigningKeysResponse* response) override {
    auto* key = response->add_keys();
    key->set_key_id(kKeyId);
    key->set_public_key(auth_.public_key_);
    return grpc::Status::OK;
  }

  grpc::Status ExchangeToken(grpc::ServerContext*, const auth::v1::ExchangeTokenRequest* request,
                             auth::v1::SignedAssertion* response) override {
    std::lock_guard lock(mutex_);
    const auto caller = tokens_.find(request->token());
    if (caller == tokens_.end()) {
      return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "no such token");
    }
    Caller asked = caller->second;
    asked.member = asked.project == request->project();
    asked.project = request->project();
    *response = auth_.Sign(asked);
    return grpc::Status::OK;
  }

  void Accept(const std::string& token, const Caller& caller) {
    std::lock_guard lock(mutex_);
    tokens_[token] = caller;
  }

 private:
  const FakeAuth& auth_;
  std::mutex mutex_;
  std::map<std::string, Caller> tokens_;
};

class FakeAuth::EventsHandler : public events::v1::EventService::Service {
 public:
  grpc::Status Subscribe(grpc::ServerContext* context, const events::v1::SubscribeRequest*,
                         grpc::ServerWriter<events::v1::Event>* writer) override {
    std::size_t sent = 0;
    while (!context->IsCancelled()) {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, std::chrono::milliseconds(300),
                        [&] { return stopping_ || sent < events_.size(); });
      if (stopping_) break;
      events::v1::Event event;
      if (sent < events_.size()) event = events_[sent++];
      event.set_cursor(std::to_string(sent));
      lock.unlock();
      if (!writer->Write(event)) break;
    }
    return grpc::Status::OK;
  }

  void Announce(events::v1::Event event) {
    std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
  }

  void Stop() {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<events::v1::Event> events_;
  bool stopping_ = false;
};

FakeAuth::FakeAuth()
    : private_key_(RandomBytes(32)),
      public_key_(PublicKeyOf(private_key_)),
      handler_(std::make_unique<Handler>(*this)),
      events_handler_(std::make_unique<EventsHandler>()) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", rpc::InternalCredentials(ConfigOf("auth")), &port_);
  builder.RegisterService(handler_.get());
  builder.RegisterService(events_handler_.get());
  server_ = builder.BuildAndStart();
  NEXUS_CHECK(server_ != nullptr);
}

FakeAuth::~FakeAuth() {
  events_handler_->Stop();
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
}

std::string FakeAuth::target() const { return fmt::format("ipv4:127.0.0.1:{}", port_); }

auth::v1::SignedAssertion FakeAuth::Sign(const Caller& caller) const {
  auth::v1::Assertion assertion;
  assertion.set_subject(caller.user);
  assertion.set_credential("sessions/test-of-" + caller.user.substr(caller.user.find('/') + 1));
  assertion.set_project(caller.project);
  assertion.set_member(caller.member);
  for (const auto& permission : caller.permissions) assertion.add_permissions(permission);
  for (const auto& permission : caller.global_permissions) {
    assertion.add_global_permissions(permission);
  }
  assertion.set_subject_revision(1);
  assertion.set_credential_revision(1);
  assertion.set_membership_revision(1);
  *assertion.mutable_issue_time() = TimeUtil::GetCurrentTime();
  *assertion.mutable_expire_time() = TimeUtil::GetCurrentTime() + TimeUtil::SecondsToDuration(60);
  auth::v1::SignedAssertion result;
  result.set_assertion(assertion.SerializeAsString());
  result.set_signature(rpc::SignEd25519(private_key_, result.assertion()));
  result.set_key_id(kKeyId);
  return result;
}

void FakeAuth::SignIn(grpc::ClientContext& context, const Caller& caller) const {
  context.AddMetadata(rpc::kAssertionKey, Sign(caller).SerializeAsString());
}

void FakeAuth::AcceptToken(const std::string& token, const Caller& caller) {
  handler_->Accept(token, caller);
}

void FakeAuth::Revoke(const std::string& principal, std::int64_t revision) {
  auth::v1::Revoked revoked;
  revoked.set_principal(principal);
  revoked.set_least_valid_revision(revision);
  events::v1::Event event;
  event.set_id(principal);
  event.set_type(auth::v1::Revoked::descriptor()->full_name());
  event.set_subject(principal);
  event.set_payload(revoked.SerializeAsString());
  events_handler_->Announce(std::move(event));
}

rpc::ServiceConfig TestServiceConfig(const std::string& service, const FakeAuth& auth) {
  rpc::ServiceConfig config = ConfigOf(service);
  config.log_level = "warn";
  config.targets["auth"] = auth.target();
  config.internal_listen = "127.0.0.1:0";
  config.public_listen = "127.0.0.1:0";
  config.drain = absl::Seconds(2);
  return config;
}

std::shared_ptr<grpc::Channel> ChannelAs(const std::string& as, const std::string& to, int port) {
  rpc::ServiceConfig config = ConfigOf(as);
  config.targets[to] = fmt::format("ipv4:127.0.0.1:{}", port);
  return rpc::ConnectTo(config, to);
}

std::shared_ptr<grpc::Channel> PublicChannel(int port) {
  std::ifstream file(TestCertificates() + "/ca.crt");
  std::stringstream ca;
  ca << file.rdbuf();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ca.str();
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("localhost");
  return grpc::CreateCustomChannel(fmt::format("ipv4:127.0.0.1:{}", port),
                                   grpc::SslCredentials(options), arguments);
}

}  // namespace nexus::testing

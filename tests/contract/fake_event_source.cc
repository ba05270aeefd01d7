#include "tests/contract/fake_event_source.h"

#include <chrono>

#include "absl/synchronization/mutex.h"
#include <fmt/format.h>

#include "libs/base/status.h"
#include "libs/rpc/tls.h"
#include "libs/testing/certificates.h"
#include "nexus/events/v1/event_service.grpc.pb.h"

namespace nexus::testing {

class FakeEventSource::Handler : public events::v1::EventService::Service {
 public:
  // A cursor is the number of events before it.
  grpc::Status Subscribe(grpc::ServerContext* context, const events::v1::SubscribeRequest* request,
                         grpc::ServerWriter<events::v1::Event>* writer) override {
    std::size_t sent = request->cursor().empty() ? 0 : std::stoul(request->cursor());
    while (!context->IsCancelled()) {
      events::v1::Event event;  // A heartbeat, unless there is more.
      {
        absl::MutexLock lock(&mutex_);
        const auto more = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
          return stopping_ || sent < events_.size();
        };
        mutex_.AwaitWithTimeout(absl::Condition(&more), absl::Milliseconds(300));
        if (stopping_) break;
        if (sent < events_.size()) event = events_[sent++];
      }
      event.set_cursor(std::to_string(sent));
      if (!writer->Write(event)) break;
    }
    return grpc::Status::OK;
  }

  void Announce(events::v1::Event event) {
    absl::MutexLock lock(&mutex_);
    if (event.id().empty()) event.set_id(std::to_string(events_.size() + 1));
    events_.push_back(std::move(event));
  }

  void Stop() {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }

 private:
  absl::Mutex mutex_;
  std::vector<events::v1::Event> events_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

FakeEventSource::FakeEventSource(const std::string& service,
                                 const std::vector<grpc::Service*>& beside)
    : handler_(std::make_unique<Handler>()) {
  rpc::ServiceConfig config;
  config.service = service;
  config.tls_dir = TestCertificates();
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", rpc::InternalCredentials(config), &port_);
  builder.RegisterService(handler_.get());
  for (grpc::Service* service_beside : beside) builder.RegisterService(service_beside);
  server_ = builder.BuildAndStart();
  NEXUS_CHECK(server_ != nullptr);
}

FakeEventSource::~FakeEventSource() {
  handler_->Stop();
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
}

std::string FakeEventSource::target() const { return fmt::format("ipv4:127.0.0.1:{}", port_); }

void FakeEventSource::Announce(const std::string& subject,
                               const google::protobuf::Message& payload) {
  events::v1::Event event;
  event.set_subject(subject);
  event.set_type(payload.GetTypeName());
  event.set_payload(payload.SerializeAsString());
  Announce(std::move(event));
}

void FakeEventSource::Announce(events::v1::Event event) { handler_->Announce(std::move(event)); }

}  // namespace nexus::testing

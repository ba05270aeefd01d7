#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include <grpcpp/grpcpp.h>

#include "nexus/events/v1/event_service.pb.h"

namespace nexus::testing {

// Stands in for a service as a source of events: serves what a test announces,
// from any cursor on.
class FakeEventSource {
 public:
  // `service` such as "instance". Serves `beside` on the same port.
  explicit FakeEventSource(const std::string& service,
                           const std::vector<grpc::Service*>& beside = {});
  ~FakeEventSource();

  // `ipv4:127.0.0.1:port`, for a service's NEXUS_<SERVICE>_TARGET.
  std::string target() const;

  void Announce(const std::string& subject, const google::protobuf::Message& payload);

  // The event as it is; without an id it gets one.
  void Announce(events::v1::Event event);

 private:
  class Handler;

  std::unique_ptr<Handler> handler_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace nexus::testing

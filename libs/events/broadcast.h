#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/time/time.h"

#include "libs/events/event_stream.h"
#include "nexus/events/v1/event_service.pb.h"

namespace nexus::events {

// A broadcast subscription: each process hears every event for itself and keeps
// no position. After a break it goes on from the last event it heard, or from
// `back` ago if that is not kept any more.
class Broadcast {
 public:
  struct Options {
    // `gateway`, for logs and metrics.
    std::string consumer;

    // `auth`: whose events.
    std::string source;

    absl::Duration back;
  };

  // `heard` runs on the subscription's thread for events and heartbeats alike.
  // `lost` runs when events may have been missed; may be empty.
  Broadcast(Options options, std::shared_ptr<grpc::Channel> channel,
            std::function<void(const v1::Event&)> heard, std::function<void()> lost = {});
  ~Broadcast();

  // Whether the stream is up: something was heard in the last 3 seconds.
  bool live() const;

 private:
  void Run();

  const Options options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::function<void(const v1::Event&)> heard_;
  const std::function<void()> lost_;
  std::atomic<std::int64_t> last_heard_nanos_ = 0;
  CurrentStream stream_;
  std::thread thread_;
};

}  // namespace nexus::events

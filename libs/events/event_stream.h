#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <grpcpp/grpcpp.h>

#include "nexus/events/v1/event_service.grpc.pb.h"

namespace nexus::events {

// One Subscribe call, read by one thread and ended by any. A stream that says
// nothing for 3 seconds, not even a heartbeat, is dead and is ended.
class EventStream {
 public:
  explicit EventStream(std::shared_ptr<grpc::Channel> channel);
  ~EventStream();

  // Makes the call, once. Blocks until it is connected, cancelled or dead.
  void Start(const v1::SubscribeRequest& request);

  // Blocks for the next event or heartbeat; false when the stream ended.
  bool Read(v1::Event& event);

  // Why it ended; after Read answered false.
  grpc::Status Finish() { return reader_->Finish(); }

  void Cancel() { context_.TryCancel(); }

 private:
  void Watch(const std::stop_token& stop);

  std::unique_ptr<v1::EventService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::Event>> reader_;
  std::atomic<std::int64_t> last_heard_nanos_;
  std::jthread watchdog_;
};

// Owns the stream of a subscriber's thread, so that its destructor can end a
// Read that blocks. Thread-safe.
class CurrentStream {
 public:
  // Nothing once Stop was called.
  EventStream* Open(std::shared_ptr<grpc::Channel> channel, const v1::SubscribeRequest& request);
  void Close();
  void Stop();

  // Waits, or less when stopped. False when stopped.
  bool Pause(std::chrono::milliseconds time);

  bool stopping() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::unique_ptr<EventStream> stream_;
};

}  // namespace nexus::events

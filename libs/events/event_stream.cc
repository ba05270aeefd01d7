#include "libs/events/event_stream.h"

#include <utility>

namespace nexus::events {
namespace {

constexpr auto kSilence = std::chrono::seconds(3);

std::int64_t NowNanos() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

EventStream::EventStream(std::shared_ptr<grpc::Channel> channel)
    : stub_(v1::EventService::NewStub(std::move(channel))),
      last_heard_nanos_(NowNanos()),
      watchdog_([this](const std::stop_token& stop) { Watch(stop); }) {
  // A call that fails at once leaves nobody to move a half-made connection on,
  // but gRPC's backup poller every 5 seconds.
  context_.set_wait_for_ready(true);
}

void EventStream::Start(const v1::SubscribeRequest& request) {
  reader_ = stub_->Subscribe(&context_, request);
}

EventStream::~EventStream() { context_.TryCancel(); }

bool EventStream::Read(v1::Event& event) {
  const bool read = reader_->Read(&event);
  last_heard_nanos_ = NowNanos();
  return read;
}

void EventStream::Watch(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!wake.wait_for(lock, stop, std::chrono::milliseconds(500),
                        [&] { return stop.stop_requested(); })) {
    const auto silent = std::chrono::nanoseconds(NowNanos() - last_heard_nanos_.load());
    if (silent > kSilence) context_.TryCancel();
  }
}

EventStream* CurrentStream::Open(std::shared_ptr<grpc::Channel> channel,
                                 const v1::SubscribeRequest& request) {
  EventStream* stream = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return nullptr;
    stream_ = std::make_unique<EventStream>(std::move(channel));
    stream = stream_.get();
  }
  // Without the lock: it waits for the connection, and Stop must be able to end that.
  stream->Start(request);
  return stream;
}

void CurrentStream::Close() {
  std::lock_guard lock(mutex_);
  stream_.reset();
}

void CurrentStream::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->Cancel();
  }
  wake_.notify_all();
}

bool CurrentStream::Pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, time, [this] { return stopping_; });
}

bool CurrentStream::stopping() const {
  std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace nexus::events

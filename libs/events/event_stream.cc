#include "libs/events/event_stream.h"

#include <utility>

namespace nexus::events {
namespace {

constexpr auto kSilence = std::chrono::seconds(3);

std::int64_t NowNanos() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

// A call that waits also drives its channel's connecting: one that fails at once
// would leave that to gRPC's backup poller, every 5 seconds.
grpc::ClientContext* WaitForReady(grpc::ClientContext& context) {
  context.set_wait_for_ready(true);
  return &context;
}

}  // namespace

EventStream::EventStream(std::shared_ptr<grpc::Channel> channel,
                         const v1::SubscribeRequest& request)
    : stub_(v1::EventService::NewStub(std::move(channel))),
      reader_(stub_->Subscribe(WaitForReady(context_), request)),
      last_heard_nanos_(NowNanos()),
      watchdog_([this](const std::stop_token& stop) { Watch(stop); }) {}

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
  std::lock_guard lock(mutex_);
  if (stopping_) return nullptr;
  stream_ = std::make_unique<EventStream>(std::move(channel), request);
  return stream_.get();
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

#include "libs/events/broadcast.h"

#include <chrono>
#include <utility>

#include <spdlog/spdlog.h>

namespace nexus::events {
namespace {

constexpr auto kReconnect = std::chrono::milliseconds(200);
constexpr auto kLive = std::chrono::seconds(3);

std::int64_t NowNanos() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

Broadcast::Broadcast(Options options, std::shared_ptr<grpc::Channel> channel,
                     std::function<void(const v1::Event&)> heard, std::function<void()> lost)
    : options_(std::move(options)),
      channel_(std::move(channel)),
      heard_(std::move(heard)),
      lost_(std::move(lost)),
      thread_([this] { Run(); }) {}

Broadcast::~Broadcast() {
  stream_.Stop();
  thread_.join();
}

bool Broadcast::live() const {
  const std::int64_t last = last_heard_nanos_;
  return last != 0 && std::chrono::nanoseconds(NowNanos() - last) < kLive;
}

void Broadcast::Run() {
  std::string cursor;
  bool warned = false;
  while (!stream_.stopping()) {
    v1::SubscribeRequest request;
    request.set_consumer(options_.consumer);
    if (cursor.empty()) {
      request.mutable_back()->set_seconds(absl::ToInt64Seconds(options_.back));
    } else {
      request.set_cursor(cursor);
    }
    EventStream* stream = stream_.Open(channel_, request);
    if (stream == nullptr) return;
    v1::Event event;
    while (stream->Read(event)) {
      cursor = event.cursor();
      last_heard_nanos_ = NowNanos();
      warned = false;
      heard_(event);
    }
    const grpc::Status status = stream->Finish();
    stream_.Close();
    if (stream_.stopping()) return;
    if (status.error_code() == grpc::StatusCode::OUT_OF_RANGE) {
      cursor.clear();
      if (lost_) lost_();
    }
    if (!std::exchange(warned, true)) {
      spdlog::warn("event stream ended, trying again source={} code={} what={}", options_.source,
                   static_cast<int>(status.error_code()), status.error_message());
    }
    if (!stream_.Pause(kReconnect)) return;
  }
}

}  // namespace nexus::events

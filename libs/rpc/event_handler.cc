#include "libs/rpc/event_handler.h"

#include <deque>
#include <optional>
#include <set>
#include <utility>

#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "libs/rpc/status.h"

namespace nexus::rpc {
namespace {

using events::v1::Event;
using events::v1::SubscribeRequest;

constexpr std::size_t kBatch = 200;

// How soon to look again when there is more. What an open transaction holds back
// comes soon: none of ours lasts long.
constexpr absl::Duration kSoon = absl::Milliseconds(3);
constexpr absl::Duration kHeartbeat = absl::Seconds(1);

std::optional<absl::Duration> BackOf(const SubscribeRequest& request) {
  if (!request.has_back()) return std::nullopt;
  return absl::Seconds(request.back().seconds()) + absl::Nanoseconds(request.back().nanos());
}

}  // namespace

// One stream. gRPC's threads and the reading thread meet here, under its mutex.
class EventHandler::Subscription : public grpc::ServerWriteReactor<Event>,
                                   public std::enable_shared_from_this<Subscription> {
 public:
  Subscription(EventHandler& handler, const SubscribeRequest& request)
      : handler_(handler),
        types_(request.types().begin(), request.types().end()),
        back_(BackOf(request)),
        cursor_(request.cursor()) {}

  // How long ago it wants to start, as long as it has no position.
  std::optional<absl::Duration> WantsBack() {
    absl::MutexLock lock(&mutex_);
    return finished_ ? std::nullopt : back_;
  }

  void StartAt(std::string cursor) {
    absl::MutexLock lock(&mutex_);
    back_.reset();
    cursor_ = std::move(cursor);
  }

  // The position to read from; nothing while the peer has not taken what it was given.
  std::optional<std::string> WantsAfter() {
    absl::MutexLock lock(&mutex_);
    passed_over_ = !queue_.empty() || writing_;
    if (passed_over_ || finished_ || back_) return std::nullopt;
    return cursor_;
  }

  void Send(const std::vector<Event>& events) {
    absl::MutexLock lock(&mutex_);
    for (const Event& event : events) {
      if (types_.empty() || types_.contains(event.type())) queue_.push_back(event);
    }
    cursor_ = events.back().cursor();
    WriteNext();
  }

  void Heartbeat() {
    absl::MutexLock lock(&mutex_);
    if (!queue_.empty() || writing_ || finished_ || back_) return;
    Event heartbeat;
    heartbeat.set_cursor(cursor_);
    queue_.push_back(std::move(heartbeat));
    WriteNext();
  }

  void End(const grpc::Status& status) {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(finished_, true)) return;
    Finish(status);
  }

  void OnWriteDone(bool ok) override {
    bool wants_more = false;
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
      if (ok && !finished_) WriteNext();
      wants_more = ok && queue_.empty() && passed_over_;
    }
    if (!ok) return End(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the subscriber is gone"));
    if (wants_more) handler_.Wake();
  }

  void OnCancel() override { End(grpc::Status::CANCELLED); }
  void OnDone() override { handler_.Remove(this); }

 private:
  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || finished_ || queue_.empty()) return;
    current_ = std::move(queue_.front());
    queue_.pop_front();
    writing_ = true;
    StartWrite(&current_);
  }

  EventHandler& handler_;
  const std::set<std::string> types_;
  absl::Mutex mutex_;
  std::optional<absl::Duration> back_ ABSL_GUARDED_BY(mutex_);
  std::string cursor_ ABSL_GUARDED_BY(mutex_);
  std::deque<Event> queue_ ABSL_GUARDED_BY(mutex_);
  Event current_ ABSL_GUARDED_BY(mutex_);

  // There was news while it had not taken what it was given.
  bool passed_over_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

namespace {

// Answers a subscription that is refused.
class Refusal : public grpc::ServerWriteReactor<Event> {
 public:
  explicit Refusal(const absl::Status& status) { Finish(ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

EventHandler::EventHandler(Serve& serve, db::Pool& pool, const db::PoolOptions& listen_on,
                           const db::Notifier& own)
    : serve_(serve), reader_(pool) {
  listener_ = std::make_unique<db::Listener>(listen_on, events::kEventsChannel,
                                             absl::Milliseconds(500), own, [this] { Wake(); });
  thread_ = std::thread([this] { Run(); });
}

EventHandler::~EventHandler() {
  Stop();
  thread_.join();
}

grpc::ServerWriteReactor<Event>* EventHandler::Subscribe(grpc::CallbackServerContext* context,
                                                         const SubscribeRequest* request) {
  const auto admitted = serve_.Admit(
      *context, Serve::Method(events::v1::EventService::service_full_name(), "Subscribe"),
      *request);
  if (!admitted.ok()) return new Refusal(admitted.status());
  auto subscription = std::make_shared<Subscription>(*this, *request);
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return new Refusal(Unavailable("the service is stopping"));
    subscriptions_[subscription.get()] = subscription;
  }
  subscription->Heartbeat();  // Says at once that the stream is up.
  Wake();
  return subscription.get();
}

void EventHandler::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

void EventHandler::Stop() {
  std::vector<std::shared_ptr<Subscription>> ending;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    for (const auto& [key, subscription] : subscriptions_) ending.push_back(subscription);
  }
  for (const auto& subscription : ending) {
    subscription->End(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the service is stopping"));
  }
}

void EventHandler::Remove(Subscription* subscription) {
  std::shared_ptr<Subscription> last;  // Destroyed outside of the lock.
  absl::MutexLock lock(&mutex_);
  const auto found = subscriptions_.find(subscription);
  last = std::move(found->second);
  subscriptions_.erase(found);
}

void EventHandler::Run() {
  absl::Time next_heartbeat = absl::Now() + kHeartbeat;
  absl::Time look_at = next_heartbeat;
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      const auto due = [this]()
                           ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return woken_ || stopping_; };
      mutex_.AwaitWithDeadline(absl::Condition(&due), look_at);
      if (stopping_) return;
      woken_ = false;
    }
    const bool heartbeat = absl::Now() >= next_heartbeat;
    if (heartbeat) next_heartbeat = absl::Now() + kHeartbeat;
    look_at = Pump(heartbeat) ? absl::Now() + kSoon : next_heartbeat;
  }
}

// Here, and not where it subscribes: a thread of gRPC must not wait for the database.
void EventHandler::Place(const std::shared_ptr<Subscription>& subscription) {
  const auto back = subscription->WantsBack();
  if (!back) return;
  auto cursor = reader_.CursorBefore(*back);
  if (!cursor.ok()) return subscription->End(ToGrpcStatus(cursor.status()));
  subscription->StartAt(*std::move(cursor));
  subscription->Heartbeat();
}

// Whether there is more: events that may not be sent yet, or did not fit.
bool EventHandler::Pump(bool heartbeat) {
  std::vector<std::shared_ptr<Subscription>> all;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [key, subscription] : subscriptions_) all.push_back(subscription);
  }
  std::map<std::string, std::vector<std::shared_ptr<Subscription>>> at;
  for (const auto& subscription : all) {
    Place(subscription);
    if (auto cursor = subscription->WantsAfter()) at[*cursor].push_back(subscription);
  }
  bool more = false;
  for (const auto& [cursor, subscribers] : at) {
    const auto page = reader_.ReadAfter(cursor, static_cast<int>(kBatch));
    more |= page.ok() && (page->held_back || page->events.size() == kBatch);
    for (const auto& subscription : subscribers) {
      if (!page.ok()) {
        subscription->End(ToGrpcStatus(page.status()));
      } else if (!page->events.empty()) {
        subscription->Send(page->events);
      } else if (heartbeat) {
        subscription->Heartbeat();
      }
    }
  }
  return more;
}

}  // namespace nexus::rpc

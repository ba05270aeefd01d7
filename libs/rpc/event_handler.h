#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "libs/db/notifier.h"
#include "libs/events/event_reader.h"
#include "libs/rpc/serve.h"
#include "nexus/events/v1/event_service.grpc.pb.h"

namespace nexus::rpc {

// Serves this service's events to whoever may ask. One thread reads for all
// subscribers; those at the same position share what it reads. Thread-safe.
class EventHandler : public events::v1::EventService::CallbackService {
 public:
  // `own`: sends this process's notifications, each of which comes with a Wake.
  EventHandler(Serve& serve, db::Pool& pool, const db::PoolOptions& listen_on,
               const db::Notifier& own);
  ~EventHandler() override;

  grpc::ServerWriteReactor<events::v1::Event>* Subscribe(
      grpc::CallbackServerContext* context, const events::v1::SubscribeRequest* request) override;

  // Looks for new events now. Never blocks.
  void Wake();

  // Ends every stream: the process is about to stop.
  void Stop();

 private:
  class Subscription;

  void Run();
  bool Pump(bool heartbeat);
  void Place(const std::shared_ptr<Subscription>& subscription);
  void Remove(Subscription* subscription);

  Serve& serve_;
  events::EventReader reader_;
  absl::Mutex mutex_;
  std::map<Subscription*, std::shared_ptr<Subscription>> subscriptions_ ABSL_GUARDED_BY(mutex_);
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<db::Listener> listener_;
  std::thread thread_;
};

}  // namespace nexus::rpc

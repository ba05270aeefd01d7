#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "libs/db/pool.h"
#include "libs/events/event_stream.h"
#include "nexus/events/v1/event_service.pb.h"

namespace nexus::events {

// A durable consumer: reads another service's events and applies each in one
// transaction with its position, so an event that is sent twice takes effect
// once. Of several replicas one reads at a time (a session advisory lock).
//
// An event that fails 5 times by itself is parked with all later ones of its
// subject, and logged; the stream goes on. UNAVAILABLE, UNKNOWN and time-outs are
// retried for ever and never park.
class Consumer {
 public:
  struct Options {
    // `billing`: who consumes. With `source` it names the position.
    std::string consumer;

    // `instance`: whose events.
    std::string source;

    // For the session that holds the lock.
    db::PoolOptions lock_connection;

    // The events it asks for, by the full names of their payloads.
    std::vector<std::string> types = {};

    // Of these, the ones that have an effect here; empty: all. The position
    // moves past the others without a transaction of its own.
    std::function<bool(const v1::Event&)> concerns = {};
  };

  // Applies one event. Joins the transaction that moves the position: use the
  // store on the same pool as usual.
  using Apply = std::function<absl::Status(const v1::Event&)>;

  // Starts its thread. The pool, the channel and what `apply` uses outlive it.
  Consumer(Options options, db::Pool& pool, std::shared_ptr<grpc::Channel> channel, Apply apply);

  // Ends the stream and joins the thread.
  ~Consumer();

 private:
  class Lock;

  void Run();
  absl::Status Follow(Lock& lock);
  absl::Status Take(const v1::Event& event);
  absl::Status TakeOnce(const v1::Event& event);
  absl::Status Park(const v1::Event& event, const std::string& error);
  absl::Status PassBy(const v1::Event& event);
  absl::Status MovePosition(db::Transaction& tx, const std::string& cursor);

  const Options options_;
  db::Pool& pool_;
  const std::shared_ptr<grpc::Channel> channel_;
  const Apply apply_;
  CurrentStream stream_;

  // The thread's own: the position as it is stored, when it was last written, and
  // whether this outage was told.
  std::string cursor_;
  absl::Time stored_at_ = absl::InfinitePast();
  bool warned_ = false;
  std::thread thread_;
};

}  // namespace nexus::events

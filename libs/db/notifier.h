#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "libs/db/pool.h"

namespace nexus::db {

// Sends NOTIFY on a connection of its own, coalesced: the first at once, then
// at most one each 5 ms. Never inside a writing transaction, where it would
// serialise every commit of the server. A lost one is caught by the listeners' poll.
class Notifier {
 public:
  Notifier(PoolOptions options, std::string channel);
  ~Notifier();

  // Thread-safe; never blocks.
  void Notify();

  // Of the connection that sends, 0 while there is none.
  int backend_pid() const { return backend_pid_; }

 private:
  void Run();

  const PoolOptions options_;
  const std::string channel_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<int> backend_pid_ = 0;
  bool wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

// Waits for notifications on a connection of its own and calls back, at the
// latest each `poll`. It notices its own death (the connection answers or is
// made anew) and calls back after each reconnect.
class Listener {
 public:
  // `woken` runs on the listener's thread; it must not throw. What comes from
  // `own` is passed by: who sends it wakes this process without the database.
  Listener(PoolOptions options, std::string channel, absl::Duration poll, const Notifier& own,
           std::function<void()> woken);
  ~Listener();

 private:
  void Run();

  const PoolOptions options_;
  const std::string channel_;
  const absl::Duration poll_;
  const Notifier& own_;
  const std::function<void()> woken_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace nexus::db
